/**
 * A suggestion on its card: why it was made, and what can be made of it. Two buttons for the usual answers, the others one step away.
 * @typedef {import("./types.js").Suggestion} Suggestion
 * @typedef {import("./types.js").Span} Span
 * @typedef {import("./types.js").Verdict} Verdict
 * @typedef {import("./workspace.js").Workspace} Workspace
 */
import { endButtons } from "./card_tools.js";
import { button, h } from "./dom.js";

export class Offers {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
    /** @type {Map<string, Span>} suggestions whose ends were moved before they are used */
    this.moved = new Map();
  }

  /** The words that a suggestion would be used for. @param {Suggestion} suggestion @returns {Span} */
  spanOf(suggestion) {
    return this.moved.get(suggestion.id) ?? { start: suggestion.start, end: suggestion.end };
  }

  /** @param {Suggestion} suggestion @returns {HTMLElement[]} */
  why(suggestion) {
    const { phrases } = this.workspace;
    if (!suggestion.because.length) return [];
    return [h("div", { class: "wb-because" }, h("b", {}, phrases.say("because")), h("ul", {}, ...suggestion.because.map((reason) => h("li", {}, reason))))];
  }

  /** @param {Suggestion} suggestion @returns {HTMLElement[]} */
  choices(suggestion) {
    const { phrases, data, text, tour } = this.workspace;
    if (!data.canCode) return [];
    const choice = (/** @type {string} */ key, /** @type {Verdict} */ verdict, /** @type {string} */ keys, look = "") =>
      button(phrases.say(key), { class: look, "data-do": `${verdict}:${suggestion.id}`, "aria-keyshortcuts": keys, onclick: () => tour.decide(suggestion, verdict, this.spanOf(suggestion)) });
    const changed = this.moved.has(suggestion.id);
    return [
      ...(changed ? [h("p", { class: "wb-faint" }, phrases.say("useOnWords", { quote: text.shortQuote(this.spanOf(suggestion), 120) }))] : []),
      h("div", { class: "wb-form-buttons" }, choice("accept", "accept", "a", "wb-primary"), choice("reject", "reject", "x")),
      h("div", { class: "wb-card-tools" }, choice("unsureHere", "unsure", "o", "wb-remove"), choice("neverSuggest", "never", "v", "wb-remove")),
      endButtons(phrases, suggestion.id, phrases.say("otherWords"), (edge, step, unit) => this.move(suggestion, edge, step, unit)),
    ];
  }

  /** Move an end before it is used. @param {Suggestion} suggestion @param {"from" | "to"} edge @param {1 | -1} step @param {"word" | "sentence"} unit */
  move(suggestion, edge, step, unit) {
    const { text, highlights, announcer, card } = this.workspace;
    const now = text.unitsOf(this.spanOf(suggestion));
    this.#use(suggestion, text.spanOf(unit === "word" ? text.nudge(now, edge, step) : text.nudgeSentence(now, edge, step)));
    highlights.hold(this.spanOf(suggestion));
    announcer.say(text.shortQuote(this.spanOf(suggestion)));
    card.refresh();
  }

  /** Use the suggestion at the selected words for exactly these words. */
  useSelection() {
    const { codings, announcer, phrases, tour, data } = this.workspace;
    const span = this.workspace.selected();
    const [suggestion] = span ? codings.suggestionsTouching(span.start, span.end) : [];
    if (!span || !suggestion || !data.canCode) return announcer.tell(phrases.say("selectInSuggestion"));
    this.#use(suggestion, span);
    tour.decide(suggestion, "accept", span);
  }

  /** @param {Suggestion} suggestion @param {Span} span */
  #use(suggestion, span) {
    if (span.start === suggestion.start && span.end === suggestion.end) this.moved.delete(suggestion.id);
    else this.moved.set(suggestion.id, span);
  }
}
