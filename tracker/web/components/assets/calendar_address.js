// Copies the address; where the browser does not let a page do that, it is marked, to be copied by hand.
export default function ({ parentElement, data }) {
  const field = parentElement.querySelector("input");
  const status = parentElement.querySelector("[role=status]");
  field.value = data.address;
  field.onfocus = () => field.select();
  parentElement.querySelector("a").href = data.subscribe;
  parentElement.querySelector("button").onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.address);
      status.textContent = "Copied.";
    } catch {
      field.focus();
      status.textContent = "Marked: copy it from the field above.";
    }
  };
}
