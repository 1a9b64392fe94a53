// Answers as chips, one or several of them. What is chosen is kept here from one run of the page to the next, so that a
// slow answer of the server never turns a newer tap back; a new `mount` starts from the value it brings.
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function build(root, state) {
  const { data } = state;
  const title = element("p", { id: "title", class: data.title_shown ? "" : "unseen" }, data.title);
  const group = element("div", { class: "chips", role: data.several ? "group" : "radiogroup" });
  group.setAttribute("aria-labelledby", "title");
  state.buttons = data.options.map(({ value, words }, position) => {
    const button = element("button", { type: "button", ...(data.several ? {} : { role: "radio" }) }, words);
    button.onclick = () => tap(state, value);
    if (!data.several) button.onkeydown = (event) => step(state, position, event);
    return button;
  });
  group.append(...state.buttons);
  root.replaceChildren(title, group);
}

// A second tap takes an answer back. What excludes all others ("nothing") goes when another comes, and they when it does.
function tap(state, value) {
  const { several, alone } = state.data;
  if (!several) return set(state, state.value === value ? null : value);
  if (state.value.includes(value)) return set(state, state.value.filter((each) => each !== value));
  const others = state.value.filter((each) => alone !== null && value !== alone && each !== alone);
  set(state, alone === null ? [...state.value, value] : value === alone ? [value] : [...others, value]);
}

function step(state, position, event) {
  if (!(event.key in STEPS)) return;
  event.preventDefault();
  const next = (position + STEPS[event.key] + state.buttons.length) % state.buttons.length;
  set(state, state.data.options[next].value);
  state.buttons[next].focus();
}

function set(state, value) {
  state.value = Array.isArray(value) ? [...value].sort() : value;
  remember(state.data.unsent, state.value);
  paint(state);
  state.setStateValue("value", state.value);
}

function paint(state) {
  const { options, several } = state.data;
  const isChosen = ({ value }) => (several ? state.value.includes(value) : state.value === value);
  const entry = Math.max(0, options.findIndex(isChosen)); // of radio buttons, the one that the Tab key reaches
  state.buttons.forEach((button, position) => {
    button.setAttribute(several ? "aria-pressed" : "aria-checked", String(isChosen(options[position])));
    if (!several) button.tabIndex = position === entry ? 0 : -1;
  });
}

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".choices");
  let state = root.state;
  const fresh = state?.mount !== data.mount;
  const others = !fresh && !same(state.data.options, data.options);
  if (fresh) state = root.state = { mount: data.mount, value: data.value };
  Object.assign(state, { data, setStateValue });
  if (others && data.several) state.value = state.value.filter((each) => data.options.some(({ value }) => value === each));
  if (fresh || others) build(root, state);
  const left = settle(data.unsent, data.value, fresh && ((value) => setStateValue("value", value)), () => setTriggerValue("late", true));
  if (fresh && left !== undefined) state.value = left;
  paint(state);
}
