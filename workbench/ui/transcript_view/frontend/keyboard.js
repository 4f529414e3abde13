/**
 * Keys of the page. They act only while the focus is on it, so that no key does anything by surprise.
 * @typedef {import("./workspace.js").Workspace} Workspace
 */

import { fixTurn } from "./fix.js";

/** @param {Workspace} workspace @param {KeyboardEvent} event */
export function onKey(workspace, event) {
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (command && !event.altKey && (key === "z" || key === "y")) {
    event.preventDefault();
    event.stopPropagation();
    if (key === "y" || event.shiftKey) workspace.acts.redo();
    else workspace.acts.undo();
    return;
  }
  if (command && !event.altKey && !event.shiftKey && key === "f") {
    event.preventDefault();
    return workspace.find.open();
  }
  if (!command && !event.altKey) event.stopPropagation(); // Streamlit reruns the page at "r" and clears at "c"
  if (event.isComposing) return;
  const act = command || event.altKey ? undefined : plainKey(workspace, key, event);
  if (act) {
    event.preventDefault();
    act();
    return;
  }
  const onWords = event.target instanceof Element && workspace.page.element.contains(event.target);
  if (onWords && workspace.moveByKey(event)) event.preventDefault();
}

/** @param {Workspace} workspace @param {string} key @param {KeyboardEvent} event @returns {(() => void) | undefined} */
function plainKey(workspace, key, event) {
  const onButton = event.target instanceof Element && event.target.closest("button") !== null;
  if (/^[1-9]$/u.test(key)) return () => workspace.applyQuick(Number(key) - 1);
  switch (key) {
    case "Enter": return onButton ? undefined : () => workspace.enter();
    case "Escape": return () => workspace.escape();
    case "Delete": case "Backspace": return () => workspace.removeHere();
    case ".": return () => workspace.applyAgain();
    case "?": return () => workspace.help();
    case "s": return () => workspace.toggleSentences();
    case "e": return () => workspace.shaping.grow(false);
    case "t": return () => workspace.shaping.grow(true);
    case "]": return () => workspace.tour.stepSuggestion(1);
    case "[": return () => workspace.tour.stepSuggestion(-1);
    case "a": return () => workspace.tour.decideHere("accept");
    case "x": return () => workspace.tour.decideHere("reject");
    case "o": return () => workspace.tour.decideHere("unsure");
    case "v": return () => workspace.tour.decideHere("never");
    case "d": return () => workspace.card.offers.useSelection();
    case "n": return () => workspace.tour.stepCoding(1);
    case "p": return () => workspace.tour.stepCoding(-1);
    case "h": return () => workspace.readToHere();
    case "r": return () => workspace.reading.toggle();
    case "b": return () => workspace.reading.pause();
    case "f": return () => workspace.filters.toggle();
    case "l": return () => workspace.toggleLegend();
    case "/": return () => workspace.find.open();
    case "w": return () => workspace.noteHere();
    case "m": return () => fixTurn(workspace);
    case "c": return () => workspace.shaping.withCoding((coding) => workspace.openRecode(coding));
    case "k": return () => workspace.shaping.withCoding((coding) => workspace.shaping.splitHere(coding));
    case "q": return () => workspace.shaping.withCoding((coding) => workspace.shaping.nextQualifier(coding));
    case "u": return () => workspace.shaping.withCoding((coding) => workspace.shaping.cardFor(coding, (card, room) => card.tools.ask(coding, room)));
    case "<": case ">": return () => workspace.shaping.moveEnd("to", key === ">" ? 1 : -1, "word");
    case "{": case "}": return () => workspace.shaping.moveEnd("to", key === "}" ? 1 : -1, "sentence");
    default: return undefined;
  }
}
