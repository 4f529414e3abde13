/**
 * The cheat sheet of keys.
 * @typedef {import("./say.js").Phrasebook} Phrasebook
 */
import { button, h } from "./dom.js";

const KEYS = /** @type {const} */ ([
  ["helpSelect", [
    ["← → ↑ ↓", "helpMove"], ["Shift + ← →", "helpExtend"], ["Ctrl + ← →", "helpWord"], ["PgUp PgDn", "helpTurn"],
    ["e", "helpGrow"], ["t", "helpWholeTurn"], ["<  >", "helpEndWord"], ["{  }", "helpEndSentence"], ["s", "helpSentences"],
  ]],
  ["helpCode", [
    ["Enter", "helpPick"], ["1 … 9", "helpQuick"], [".", "helpAgain"], ["Shift + Enter", "helpStay"], ["Delete", "helpRemove"],
    ["Ctrl + Z", "helpUndo"], ["Ctrl + Y", "helpRedo"],
  ]],
  ["helpChange", [
    ["c", "helpRecode"], ["k", "helpSplit"], ["q", "helpQualify"], ["u", "helpAsk"], ["w", "helpNote"], ["m", "helpFix"],
  ]],
  ["helpSuggested", [
    ["[  ]", "helpSuggestions"], ["a  x", "helpDecide"], ["o", "helpUnsure"], ["v", "helpNever"], ["<  >", "helpOtherEnd"], ["d", "helpOtherWords"],
  ]],
  ["helpGo", [
    ["n  p", "helpCodings"], ["/", "helpFind"], ["f", "helpFilter"],
    ["h", "helpRead"], ["r", "helpReading"], ["b", "helpBreak"], ["l", "helpLegend"], ["Esc", "helpEscape"], ["?", "helpHelp"],
  ]],
]);

/** @param {HTMLElement} home @param {Phrasebook} phrases @param {() => void} closed */
export function showHelp(home, phrases, closed) {
  const groups = KEYS.map(([title, keys]) => h("section", {}, h("h3", {}, phrases.say(title)),
    h("dl", {}, ...keys.map(([key, words]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, phrases.say(words)))))));
  const dialog = /** @type {HTMLDialogElement} */ (h("dialog", { class: "wb-help", "aria-label": phrases.say("keys") },
    h("h2", {}, phrases.say("keys")), h("div", { class: "wb-help-groups" }, ...groups),
    button(phrases.say("close"), { class: "wb-primary", onclick: () => dialog.close() })));
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  home.append(dialog);
  dialog.showModal();
}
