// A number that is sent while it is being typed, half a second after the last key, and kept in the browser with every
// key until it has arrived. Both signs for decimals are understood, as phones offer either.
const PAUSE_MS = 500;

function element(tag, attributes = {}, text = "") {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  return made;
}

// The number in a text: null for an empty one, undefined where there is none in it.
function read(text) {
  const plain = text.trim().replace(",", ".");
  if (!plain) return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : undefined;
}

function write(state, value) {
  return value === null ? "" : String(value).replace(".", state.data.decimal);
}

function send(state) {
  clearTimeout(state.timer);
  state.timer = null;
  const value = read(state.field.value) ?? null;
  if (!same(state.sent, value)) {
    state.sent = value;
    state.setStateValue("value", value);
  }
}

function typed(state) {
  const value = read(state.field.value);
  const wrong = value === undefined;
  state.field.setAttribute("aria-invalid", String(wrong));
  state.fault.textContent = wrong ? state.data.words.fault : "";
  remember(state.data.unsent, value ?? null);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => send(state), PAUSE_MS);
}

function stepper(state, sign, words, by) {
  const button = element("button", { type: "button", "aria-label": `${words}: ${state.data.title}` }, sign);
  button.onclick = () => {
    const value = Math.max(0, (read(state.field.value) ?? 0) + by);
    state.field.value = write(state, Math.round(value * 100) / 100);
    typed(state);
  };
  return button;
}

function build(root, state) {
  const { data } = state;
  const label = element("label", { for: "field" }, data.title);
  const field = element("input", { id: "field", inputmode: "decimal", autocomplete: "off", "aria-describedby": "fault" });
  field.placeholder = data.words.placeholder;
  field.value = write(state, state.value);
  field.oninput = () => typed(state);
  field.onblur = () => send(state);
  field.onkeydown = (event) => {
    if (event.key === "Enter") send(state);
  };
  state.field = field;
  state.fault = element("p", { id: "fault", role: "alert" });
  const row = element("div", { class: "row" });
  row.append(field, stepper(state, "\u2212", data.words.less, -data.step), stepper(state, "+", data.words.more, data.step));
  root.replaceChildren(label, row, state.fault);
}

export default function ({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector(".number");
  let state = root.state;
  const fresh = state?.mount !== data.mount;
  if (fresh) state = root.state = { mount: data.mount, value: data.value, sent: data.value };
  Object.assign(state, { data, setStateValue });
  if (fresh) {
    const left = settle(data.unsent, data.value);
    if (left !== undefined) state.value = left;
    build(root, state);
    if (left !== undefined) send(state);
  } else if (!state.timer && same(data.value, read(state.field.value) ?? null)) settle(data.unsent, data.value);
}
