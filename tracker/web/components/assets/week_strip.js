// Seven days as buttons, and a way to the seven before. Which week is in view is nobody's business but this element's.
const WEEK = 7;

function dayButton(day, chosen, choose) {
  const button = element("button", { type: "button", class: "day", "aria-label": day.words, "data-date": day.date });
  if (day.date === chosen) button.setAttribute("aria-current", "date");
  if (day.logged) button.classList.add("logged");
  const label = element("span", { class: "name" }, day.name);
  if (day.unsaved) label.append(element("span", { class: "unsaved" }, " \u2022"));
  button.append(element("span", { class: "bar" }), label);
  button.onclick = () => choose(day.date);
  return button;
}

function turn(text, words, onclick) {
  const button = element("button", { type: "button", class: "turn", "aria-label": words }, text);
  button.onclick = onclick;
  return button;
}

// What a button is known by from one drawing to the next; the words of a day change once it is logged.
function name(button) {
  return button?.dataset.date ?? button?.getAttribute("aria-label");
}

function draw(root, state) {
  const { days } = state.data;
  const last = days.length - state.weeksBack * WEEK;
  const shown = days.slice(Math.max(0, last - WEEK), last);
  const choose = (date) => {
    state.chosen = date;
    draw(root, state);
    root.querySelector("[aria-current]")?.focus();
    state.setTriggerValue("picked", date);
  };
  const go = (by) => () => {
    state.weeksBack += by;
    draw(root, state);
    root.querySelector(".turn").focus();
  };
  const cells = shown.map((day) => dayButton(day, state.chosen, choose));
  if (last - WEEK > 0) cells.unshift(turn("\u2039", state.data.words.earlier, go(1)));
  if (state.weeksBack > 0) cells.push(turn("\u203a", state.data.words.later, go(-1)));
  const held = name(root.querySelector(":focus")); // every button is made anew: the keyboard stays where it stood
  root.replaceChildren(...cells);
  if (held) cells.find((each) => name(each) === held)?.focus();
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".week");
  let state = root.state;
  if (state === undefined) state = root.state = { served: null };
  Object.assign(state, { data, setTriggerValue });
  root.setAttribute("aria-label", data.words.title);
  if (state.served !== data.shown) {
    state.served = state.chosen = data.shown;
    const back = data.days.length - 1 - data.days.findIndex((day) => day.date === data.shown);
    state.weeksBack = Math.floor(back / WEEK);
  }
  draw(root, state);
}
