// From one patient of the queue to the next, and back: as buttons, and by the keys p and n.
const STEPS = [
  ["previous", "\u2039 Previous", "p"],
  ["next", "Next \u203a", "n"],
];

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".steps");
  const step = (name) => data[name] && setTriggerValue("stepped", data[name]);
  const back = element("button", { type: "button", class: "back" }, "\u2190 Queue");
  back.onclick = () => setTriggerValue("left", true);
  const parts = STEPS.map(([name, words, key]) => {
    const button = element("button", { type: "button", "aria-keyshortcuts": key, title: `Key ${key}` }, words);
    button.disabled = !data[name];
    button.onclick = () => step(name);
    return button;
  });
  parts.splice(1, 0, element("span", { class: "where" }, data.where));
  root.replaceChildren(back, ...(data.where ? parts : []));
  const pressed = (event) => {
    if (!root.isConnected || typed(event) || !keysOn()) return;
    const found = STEPS.find(([, , key]) => key === event.key);
    if (found) step(found[0]);
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}
