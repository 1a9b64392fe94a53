// What was answered and has not reached the server yet, kept in this browser until it has: a phone loses its connection,
// is put away, or the page is closed in between. Joined in front of the components that answer a question.
const UNSENT = "mendline unsent ";
const FORGET_AFTER_MS = 15 * 24 * 3600 * 1000; // a day longer than a day can be logged

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// `unsent` names an answer: `name`, and `over`, the number of the saved version that it was given on top of.
function remember(unsent, value) {
  if (!unsent?.name) return;
  try {
    localStorage.setItem(UNSENT + unsent.name, JSON.stringify({ value, over: unsent.over, at: Date.now() }));
  } catch {
    // No room, or not allowed: the page still holds the answer, as it did before.
  }
}

// What was kept of an answer, undefined where nothing was; what is too old to be logged is let go.
function kept(name) {
  try {
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(UNSENT))) {
      if (Date.now() - JSON.parse(localStorage.getItem(key)).at > FORGET_AFTER_MS) localStorage.removeItem(key);
    }
    return name ? (JSON.parse(localStorage.getItem(UNSENT + name)) ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

function forget(name) {
  try {
    if (name) localStorage.removeItem(UNSENT + name);
  } catch {
    // Not allowed: then nothing was kept either.
  }
}

// Forgets what was kept where the server holds the same; else the server is told once more, and, where another device
// saved the day since (`late`), told that too, so that the patient is asked.
function settle(unsent, value, tell, late) {
  const left = kept(unsent?.name);
  if (left === undefined) return undefined;
  if (same(left.value, value)) {
    forget(unsent.name);
    return undefined;
  }
  if (tell) {
    tell(left.value);
    if (late && left.over !== unsent.over) late();
  }
  return left.value;
}
