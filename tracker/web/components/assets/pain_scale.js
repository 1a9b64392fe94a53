// A 0-10 scale as a radio group of large buttons. The choice is kept here from one run of the page to the next, so
// that a slow answer of the server never turns a newer tap back; a new `mount` starts from the value it brings.
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const SCORES = [...Array(11).keys()];

function build(root, state) {
  const { data } = state;
  const heading = element("h2", { id: "title" }, data.title);
  const clear = element("button", { type: "button", class: "clear", "aria-label": data.words.clear_what }, data.words.clear);
  const top = element("div", { class: "top" });
  top.append(heading, clear);
  const about = element("p", { id: "about", class: "about" }, data.about);
  const group = element("div", { class: "scores", role: "radiogroup", "aria-labelledby": "title" });
  group.setAttribute("aria-describedby", "about ends");
  state.buttons = SCORES.map((score) => {
    const button = element("button", { type: "button", role: "radio" });
    button.append(element("span", {}, String(score)), element("span", { class: "mark", "aria-hidden": "true" }));
    button.onclick = () => choose(state, score);
    button.onkeydown = (event) => step(state, score, event);
    return button;
  });
  group.append(...state.buttons);
  const ends = element("p", { id: "ends", class: "ends" });
  state.yesterday = element("span", { class: "yesterday" });
  ends.append(element("span", {}, `0 ${data.lowest}`), state.yesterday, element("span", {}, `10 ${data.highest}`));
  clear.onclick = () => {
    choose(state, null);
    state.buttons[0].focus();
  };
  state.clear = clear;
  root.replaceChildren(top, about, group, ends);
}

function choose(state, score) {
  state.value = score;
  remember(state.data.unsent, score);
  paint(state);
  state.setStateValue("value", score);
}

function step(state, score, event) {
  let next;
  if (event.key in STEPS) next = (score + STEPS[event.key] + SCORES.length) % SCORES.length;
  else if (event.key === "Home") next = 0;
  else if (event.key === "End") next = 10;
  else if (event.key === "Delete" || event.key === "Backspace") next = null;
  else return;
  event.preventDefault();
  choose(state, next);
  if (next !== null) state.buttons[next].focus();
}

function paint(state) {
  const { yesterday } = state.data;
  const entry = state.value ?? 0; // the one button that the Tab key reaches
  state.buttons.forEach((button, score) => {
    const words = [
      score === 0 ? `0, ${state.data.lowest}` : score === 10 ? `10, ${state.data.highest}` : String(score),
      ...(score === yesterday ? [state.data.words.was_this] : []),
    ];
    button.setAttribute("aria-checked", String(score === state.value));
    button.setAttribute("aria-label", words.join(", "));
    button.tabIndex = score === entry ? 0 : -1;
    button.classList.toggle("was", score === yesterday);
  });
  state.clear.hidden = state.value === null;
  state.yesterday.textContent = yesterday === null ? "" : `\u2022 ${state.data.words.was}`;
}

export default function ({ parentElement, data, setStateValue, setTriggerValue }) {
  const root = parentElement.querySelector(".scale");
  let state = root.state;
  const fresh = state?.mount !== data.mount;
  if (fresh) {
    state = root.state = { mount: data.mount, value: data.value ?? null, data };
    build(root, state);
  }
  Object.assign(state, { data, setStateValue });
  const left = settle(data.unsent, data.value ?? null, fresh && ((value) => setStateValue("value", value)), () => setTriggerValue("late", true));
  if (fresh && left !== undefined) state.value = left;
  paint(state);
}
