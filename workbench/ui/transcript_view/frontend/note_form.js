/**
 * A note on the selected words: what, of which kind, and who may read it. Also a warning before words that are hard.
 * @typedef {import("./types.js").Span} Span
 * @typedef {import("./workspace.js").Workspace} Workspace
 */
import { button, freshId, h } from "./dom.js";
import { Popup } from "./popup.js";

/** @type {[string, string][]} value and phrase */
const KINDS = [
  ["other", "noteOther"], ["first impression", "noteFirst"], ["code", "noteCode"], ["theme", "noteTheme"], ["method decision", "noteMethod"],
  ["about me", "noteMe"], ["how I feel", "noteFeelings"], ["ethics concern", "noteEthics"], ["question to the mentor", "noteQuestion"],
];
/** @type {[string, string][]} */
const SEEN_BY = [["", "seenUsual"], ["team", "seenTeam"], ["mentor", "seenMentor"], ["me", "seenMe"]];
const WARNING = "content note";
export const FEELINGS = "how I feel";

/** @param {Workspace} workspace @param {Span} span @param {string} [wanted] the kind of note that is chosen already */
export function openNoteForm(workspace, span, wanted = workspace.reading.on ? "first impression" : "other") {
  const { phrases, text, page } = workspace;
  const say = (/** @type {string} */ key) => phrases.say(key);
  const words = /** @type {HTMLTextAreaElement} */ (h("textarea", { id: freshId("note"), rows: "4", maxlength: "5000" }));
  const choice = (/** @type {[string, string][]} */ choices) => /** @type {HTMLSelectElement} */ (h("select", { id: freshId("note") },
    ...choices.map(([value, key]) => h("option", { value }, say(key)))));
  const kind = choice([...KINDS, [WARNING, "noteWarning"]]);
  kind.value = wanted;
  const seenBy = choice(SEEN_BY);
  const settle = () => {
    if (kind.value === FEELINGS) seenBy.value = "me";
    seenBy.disabled = kind.value === WARNING || kind.value === FEELINGS;
  };
  kind.addEventListener("change", settle);
  settle();
  const save = () => {
    const said = words.value.trim();
    if (!said) return words.focus();
    close(true);
    if (kind.value !== WARNING) return workspace.acts.writeNote(span, { text: said, noteKind: kind.value, visibility: seenBy.value });
    workspace.warnOf(span, said.replace(/\s+/gu, " "));
  };
  const box = h("div", { class: "wb-picker wb-note-form", role: "dialog", "aria-label": say("noteForm") },
    h("p", { class: "wb-picker-quote" }, phrases.say("quoted", { quote: text.shortQuote(span, 110) })),
    h("div", { class: "wb-form" },
      h("label", { for: words.id }, say("noteText")), words,
      h("label", { for: kind.id }, say("noteKind")), kind,
      h("label", { for: seenBy.id }, say("noteSeen")), seenBy,
      h("div", { class: "wb-form-buttons" },
        button(say("saveNote"), { class: "wb-primary", onclick: save }), button(say("cancel"), { onclick: () => close(true) }))));
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape" && !event.isComposing) close(true);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
  });
  const close = (/** @type {boolean} */ back) => {
    popup.close();
    workspace.highlights.hold(null);
    if (!back) return;
    workspace.focusWords();
    if (!workspace.sentences.on) workspace.free.write(text.unitsOf(span));
  };
  // A press elsewhere does not close it: what was written would be lost.
  const popup = new Popup(workspace.element, box, () => page.lastBox(text.unitsOf(span)), { close: () => words.value.trim() || close(false) });
  workspace.highlights.hold(span);
  words.focus({ preventScroll: true });
}
