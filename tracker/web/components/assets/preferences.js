// The language and the size of text as buttons of a form: the choice is kept by the server, and the page comes back in it.
function choice(name, value, text, chosen) {
  const button = document.createElement("button");
  Object.assign(button, { name, value, textContent: text });
  button.setAttribute("aria-pressed", String(chosen));
  return button;
}

function group(title, buttons) {
  const made = document.createElement("div");
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", title);
  const label = document.createElement("p");
  label.textContent = title;
  made.append(label, ...buttons);
  return made;
}

export default function ({ parentElement, data }) {
  const form = parentElement.querySelector("form");
  const { words } = data;
  const names = Object.entries(data.languages);
  const next = document.createElement("input");
  Object.assign(next, { type: "hidden", name: "next", value: location.pathname + location.search });
  const speak = names.map(([code, name]) => {
    const button = choice("language", code, name, code === data.language);
    button.lang = code;
    return button;
  });
  const size = [choice("large_text", "no", words.off, !data.large), choice("large_text", "yes", words.on, data.large)];
  form.replaceChildren(next, ...(names.length ? [group(words.language, speak)] : []), group(words.large, size));
}
