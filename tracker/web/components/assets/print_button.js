// The browser's own dialog, which prints or saves as a file.
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.words;
  button.onclick = () => window.print();
}
