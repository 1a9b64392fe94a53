// A note that is sent while it is being written, half a second after the last key, and kept in the browser with every
// key until it has arrived.
const PAUSE_MS = 500;

function send(state) {
  clearTimeout(state.timer);
  state.timer = null;
  if (!same(state.sent, state.area.value)) {
    state.sent = state.area.value;
    state.setStateValue("value", state.sent);
  }
}

function build(root, state) {
  const label = document.createElement("label");
  label.textContent = state.data.title;
  const area = document.createElement("textarea");
  area.rows = 3;
  area.dir = "auto";
  area.value = state.value;
  area.oninput = () => {
    remember(state.data.unsent, area.value);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => send(state), PAUSE_MS);
  };
  area.onfocus = () => area.scrollIntoView({ block: "nearest" }); // a browser shows the caret, not the whole field
  area.onblur = () => send(state);
  label.append(area);
  state.area = area;
  root.replaceChildren(label);
}

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".note");
  let state = root.state;
  const fresh = state?.mount !== data.mount;
  if (fresh) state = root.state = { mount: data.mount, value: data.value, sent: data.value };
  Object.assign(state, { data, setStateValue });
  forget(data.forget);
  if (fresh) {
    const tell = (value) => {
      state.value = state.sent = value;
      setStateValue("value", value);
    };
    settle(data.unsent, data.value, tell, () => setTriggerValue("late", true));
    build(root, state);
  } else if (!state.timer && same(data.value, state.area.value)) settle(data.unsent, data.value);
}
