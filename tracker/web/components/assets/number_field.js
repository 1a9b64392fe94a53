// A number that is sent while it is being typed, half a second after the last key, and kept in the browser with every
// key until it has arrived. Both signs for decimals are understood, as phones offer either.
const PAUSE_MS = 500;

// The number in a text: null for an empty one, undefined where there is none in it. In a field for whole numbers
// "10,000", "10.000" and "10 000" are ten thousand, as phones show it in one way or another, and never ten.
const THOUSANDS = /^\d{1,3}(?:[.,\s\u00a0\u202f]\d{3})+$/;
function read(text, whole) {
  const typed = text.trim();
  if (!typed) return null;
  const plain = whole && THOUSANDS.test(typed) ? typed.replace(/\D/g, "") : typed.replace(",", ".");
  const number = Number(plain);
  return Number.isFinite(number) ? number : undefined;
}

function write(state, value) {
  return value === null ? "" : String(value).replace(".", state.data.decimal);
}

function send(state) {
  clearTimeout(state.timer);
  state.timer = null;
  const value = read(state.field.value, state.data.whole);
  if (value !== undefined && !same(state.sent, value)) {
    state.sent = value;
    state.setStateValue("value", value);
  }
}

// What is no number is not sent: what the day held before stays, and the words below the field say so.
function typed(state) {
  const value = read(state.field.value, state.data.whole);
  const wrong = value === undefined;
  state.field.setAttribute("aria-invalid", String(wrong));
  state.fault.textContent = wrong ? state.data.words.fault : "";
  clearTimeout(state.timer);
  if (wrong) return;
  remember(state.data.unsent, value);
  state.timer = setTimeout(() => send(state), PAUSE_MS);
}

function stepper(state, sign, words, by) {
  const button = element("button", { type: "button", "aria-label": `${words}: ${state.data.title}` }, sign);
  button.onclick = () => {
    const before = read(state.field.value, state.data.whole) ?? null;
    if (before === null && by < 0) return; // less than no answer is no answer
    state.field.value = write(state, Math.round(Math.max(0, before + by) * 100) / 100);
    typed(state);
    send(state); // at once, as *Save* may be the next tap
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

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".number");
  let state = root.state;
  const fresh = state?.mount !== data.mount;
  if (fresh) state = root.state = { mount: data.mount, value: data.value, sent: data.value };
  Object.assign(state, { data, setStateValue });
  if (fresh) {
    const tell = (value) => {
      state.value = state.sent = value;
      setStateValue("value", value);
    };
    settle(data.unsent, data.value, tell, () => setTriggerValue("late", true));
    build(root, state);
  } else if (!state.timer) settle(data.unsent, data.value);
}
