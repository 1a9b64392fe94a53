// Copies the address; where the browser does not let a page do that, it is marked, to be copied by hand.
export default function ({ parentElement, data }) {
  const field = parentElement.querySelector("input");
  const status = parentElement.querySelector("[role=status]");
  const link = parentElement.querySelector("a");
  const button = parentElement.querySelector("button");
  field.value = data.address;
  field.setAttribute("aria-label", data.words.field);
  field.onfocus = () => field.select();
  link.href = data.subscribe;
  link.textContent = data.words.add;
  button.textContent = data.words.copy;
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.address);
      status.textContent = data.words.copied;
    } catch {
      field.focus();
      status.textContent = data.words.marked;
    }
  };
}
