/**
 * The card beside coded or suggested words: which codes stand here, who put them, what they mean, and what can be done.
 * @typedef {import("./types.js").Coding} Coding
 * @typedef {import("./types.js").Suggestion} Suggestion
 * @typedef {import("./types.js").Span} Span
 * @typedef {import("./workspace.js").Workspace} Workspace
 * @typedef {{codings: Coding[], suggestions: Suggestion[], beside: () => DOMRect, takeFocus: boolean, back: HTMLElement | null, at?: number | null}} Shown
 */
import { CardTools } from "./card_tools.js";
import { above } from "./codebook.js";
import { button, h, setStyles } from "./dom.js";
import { meaningOf } from "./meaning.js";
import { Offers } from "./offers.js";
import { Popup } from "./popup.js";

export class Card {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    this.tools = new CardTools(workspace);
    this.offers = new Offers(workspace);
    /** @type {Popup | null} */
    this.popup = null;
    /** @type {Shown | null} */
    this.shown = null;
    this.key = "";
    this.rows = h("div", { class: "wb-card-rows" });
    /** @type {Map<string, HTMLElement>} where a form about a coding opens */
    this.rooms = new Map();
  }

  get isOpen() {
    return this.popup !== null;
  }

  /** The suggestion that the keys for accepting and rejecting mean. */
  get suggestion() {
    return this.shown?.suggestions[0] ?? null;
  }

  /** The coding that the keys mean: one's own, when it is the only one here. */
  get own() {
    const mine = this.shown?.codings.filter((coding) => coding.mine) ?? [];
    return mine.length === 1 ? mine[0] : null;
  }

  /** @param {Shown} shown */
  open(shown) {
    this.close(false);
    this.shown = shown;
    const { phrases, data, element } = this.workspace;
    const [widest] = [...shown.codings, ...shown.suggestions].sort((a, b) => b.end - b.start - (a.end - a.start));
    const close = button("×", { class: "wb-close", "aria-label": phrases.say("close"), onclick: () => this.close() });
    const again = widest && { start: widest.start, end: widest.end };
    const box = h("div", { class: "wb-card", role: "dialog", "aria-label": phrases.say("codingsHere"), tabindex: "-1" }, this.rows,
      h("div", { class: "wb-card-foot" },
        data.canCode && widest ? h("span", { class: "wb-form-buttons" },
          button(phrases.say("addCode"), { onclick: () => this.#leaveFor(() => this.workspace.openPicker(again)) }),
          button(phrases.say("noteButton"), { onclick: () => this.#leaveFor(() => this.workspace.openNote(again)) })) : "", close));
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close();
    });
    this.key = "";
    this.refresh();
    this.popup = new Popup(element, box, shown.beside, { close: () => this.close(false) });
    if (shown.takeFocus) /** @type {HTMLElement} */ (box.querySelector("button") ?? box).focus({ preventScroll: true });
  }

  /** Show the same codings as they are now, unless somebody is writing on the card. @param {boolean} [takeFocus] */
  refresh(takeFocus = false) {
    const { shown } = this;
    const { codings, codebook, data } = this.workspace;
    if (!shown || this.rows.querySelector(".wb-card-form")) return;
    const had = this.rows.contains(document.activeElement) || takeFocus;
    const doing = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.do : undefined;
    shown.codings = shown.codings.flatMap((one) => codings.shown.get(one.id) ?? []);
    shown.suggestions = shown.suggestions.filter((one) => codings.suggestions.some((other) => other.id === one.id));
    if (!shown.codings.length && !shown.suggestions.length) return this.close();
    const threads = shown.codings.map((one) => codings.questionsAbout(one.id));
    const key = JSON.stringify([shown.codings.map((one) => ({ ...one, pending: 0, lane: 0, label: codebook.get(one.code) })), threads, data.qualifiers, data.themes, shown.suggestions.map((one) => this.offers.spanOf(one))]);
    if (key === this.key && !takeFocus) return;
    this.key = key;
    this.rooms.clear();
    this.rows.replaceChildren(...shown.suggestions.map((one) => this.#suggested(one)), ...shown.codings.map((one) => this.#coded(one)));
    this.popup?.place();
    if (!had) return;
    const same = [.../** @type {NodeListOf<HTMLElement>} */ (this.rows.querySelectorAll("[data-do]"))].find((one) => one.dataset.do === doing);
    (same ?? this.rows.querySelector("button") ?? this.rows).focus({ preventScroll: true });
  }

  close(takeFocus = true) {
    if (!this.popup) return;
    const { popup, shown } = this;
    const hadFocus = popup.element.contains(document.activeElement);
    this.popup = this.shown = null;
    popup.close();
    this.rows.replaceChildren();
    if (!takeFocus && !hadFocus) return;
    this.workspace.highlights.hold(null);
    if (shown?.back?.isConnected) shown.back.focus({ preventScroll: true });
    else this.workspace.focusWords();
  }

  /** @param {() => void} then */
  #leaveFor(then) {
    this.close(false);
    then();
  }

  /** @param {string} id @param {string} note @param {string} kind */
  #heading(id, note, kind) {
    const { codebook } = this.workspace;
    const code = codebook.get(id);
    const swatch = h("span", { class: "wb-letters", "aria-hidden": "true" }, code.letters);
    setStyles(swatch, { "--wb-line": codebook.lineOf(id) });
    return h("div", { class: `wb-card-head ${kind}` }, swatch,
      h("span", { class: "wb-option-name" }, h("strong", {}, code.label), above(code) ? h("span", { class: "wb-path" }, above(code)) : ""),
      h("span", { class: "wb-faint" }, note));
  }

  /** @param {Coding} coding */
  #coded(coding) {
    const { phrases, codebook, codings, data } = this.workspace;
    const who = coding.mine ? phrases.say("byYou") : phrases.say("byCoder", { coder: coding.coder });
    const qualifier = data.qualifiers?.[coding.qualifier];
    const about = [who, coding.suggested ? phrases.say("fromSuggestion") : "", qualifier].filter(Boolean).join(" · ");
    const room = h("div", {});
    this.rooms.set(coding.id, room);
    return h("section", { class: "wb-card-row", "aria-label": codebook.get(coding.code).label },
      this.#heading(coding.code, about, ""),
      h("div", { class: "wb-meaning" }, ...meaningOf(codebook.get(coding.code), phrases)),
      ...codings.questionsAbout(coding.id).map((question) => this.tools.thread(question, room)),
      coding.theme ? this.tools.mark(coding) : "",
      ...(coding.mine && data.canCode ? this.tools.own(coding, this.shown?.at ?? null, room) : []), room);
  }

  /** @param {Suggestion} suggestion */
  #suggested(suggestion) {
    const { phrases, codebook } = this.workspace;
    return h("section", { class: "wb-card-row wb-suggested", "aria-label": phrases.say("suggested", { code: codebook.get(suggestion.codeId).label }) },
      this.#heading(suggestion.codeId, [phrases.say("suggestion"), suggestion.band].filter(Boolean).join(" · "), "wb-dotted"),
      ...this.offers.why(suggestion),
      h("div", { class: "wb-meaning" }, ...meaningOf(codebook.get(suggestion.codeId), phrases)),
      ...this.offers.choices(suggestion));
  }
}
