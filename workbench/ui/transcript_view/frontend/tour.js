/**
 * Going from one coding or suggestion to the next, and showing the card of what stands there.
 * @typedef {import("./workspace.js").Workspace} Workspace
 * @typedef {import("./types.js").Suggestion} Suggestion
 */

export class Tour {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
  }

  /** Show a card with some codings. @param {string[]} ids @param {HTMLElement} anchor */
  openCard(ids, anchor) {
    const codings = ids.map((id) => this.workspace.codings.shown.get(id)).filter((one) => one !== undefined);
    const suggestions = this.workspace.codings.suggestions.filter((one) => ids.includes(one.id));
    if (ids.length === 1) this.workspace.highlights.hold(codings[0] ?? suggestions[0] ?? null);
    const unit = this.workspace.free.focusUnit();
    const at = unit == null ? null : this.workspace.text.map.toCodePoint(unit);
    this.workspace.card.open({ codings, suggestions, beside: () => anchor.getBoundingClientRect(), takeFocus: true, back: anchor, at });
  }

  /** Show what stands at a position. @param {number | null} unit @param {boolean} takeFocus */
  cardAt(unit, takeFocus) {
    if (unit == null) return;
    const at = this.workspace.text.map.toCodePoint(unit);
    const codings = this.workspace.codings.touching(at, at + 1).filter((coding) => this.workspace.filters.shows(coding));
    const suggestions = this.workspace.codings.suggestionsTouching(at, at + 1);
    if (!codings.length && !suggestions.length) return this.workspace.card.close(false);
    const beside = () => this.workspace.page.firstBox({ from: unit, to: unit + 1 });
    this.workspace.card.open({ codings, suggestions, beside, takeFocus, back: null, at });
    const names = [...suggestions.map((one) => this.workspace.phrases.say("suggested", { code: this.workspace.codebook.get(one.codeId).label })), ...codings.map((one) => this.workspace.codebook.get(one.code).label)];
    this.workspace.announcer.say(names.join(", "));
  }

  /** @param {1 | -1} step */
  stepSuggestion(step) {
    const all = this.workspace.codings.suggestions;
    if (!all.length) return this.workspace.announcer.tell(this.workspace.phrases.say("noSuggestions"));
    const open = this.workspace.card.suggestion;
    const here = open ? open.start : this.workspace.text.map.toCodePoint(this.workspace.free.focusUnit() ?? this.workspace.free.firstVisible());
    const now = open ? all.findIndex((one) => one.id === open.id) : all.findIndex((one) => one.start >= here) - (step > 0 ? 1 : 0);
    this.#openSuggestion(all[(now + step + all.length) % all.length]);
  }

  /** @param {import("./types.js").Suggestion} suggestion */
  #openSuggestion(suggestion) {
    const units = this.workspace.text.unitsOf(suggestion);
    this.workspace.viewport.reveal(units);
    this.workspace.focusWords();
    if (!this.workspace.sentences.on) this.workspace.free.putCaret(units.from);
    this.workspace.card.open({ codings: [], suggestions: [suggestion], beside: () => this.workspace.page.lastBox(units), takeFocus: false, back: null });
    this.workspace.highlights.hold(suggestion);
    const { label } = this.workspace.codebook.get(suggestion.codeId);
    this.workspace.announcer.say(this.workspace.phrases.say("suggestionRead", { code: label, quote: this.workspace.text.shortQuote(suggestion, 120), because: suggestion.because.join("; ").replace(/\.$/u, "") }));
  }

  /** @param {import("./types.js").Verdict} verdict */
  decideHere(verdict) {
    const { suggestion } = this.workspace.card;
    if (!suggestion || !this.workspace.data.canCode) return this.workspace.announcer.tell(this.workspace.phrases.say("noSuggestionHere"));
    this.decide(suggestion, verdict, this.workspace.card.offers.spanOf(suggestion));
  }

  /**
   * After a decision the next suggestion comes by itself.
   * @param {import("./types.js").Suggestion} suggestion @param {import("./types.js").Verdict} verdict @param {import("./types.js").Span} span
   */
  decide(suggestion, verdict, span) {
    this.workspace.card.close();
    this.workspace.acts.decide(suggestion, verdict, span);
    const next = this.workspace.codings.suggestions.find((one) => one.start >= suggestion.start);
    if (next) this.#openSuggestion(next);
  }

  /** @param {1 | -1} step @param {string} [from] the coding to start from */
  stepCoding(step, from) {
    const all = this.workspace.codings.ordered.filter((coding) => this.workspace.filters.shows(coding));
    const here = this.workspace.text.map.toCodePoint(this.workspace.free.focusUnit() ?? this.workspace.free.firstVisible());
    const after = all.findIndex((one) => one.start >= here);
    const known = from ? all.findIndex((one) => one.id === from) : -1;
    const now = known >= 0 ? known + step : step > 0 ? all.findIndex((one) => one.start > here) : (after < 0 ? all.length : after) - 1;
    const coding = all[now];
    if (!coding) return this.workspace.announcer.tell(this.workspace.phrases.say("noMoreCodings"));
    const units = this.workspace.text.unitsOf(coding);
    this.workspace.viewport.reveal(units);
    if (from && this.workspace.margin.focus(coding.id)) return;
    this.workspace.focusWords();
    if (!this.workspace.sentences.on) this.workspace.free.putCaret(units.from);
    this.cardAt(units.from, false);
  }

  /** @param {string | null} id a coding whose label is under the pointer or has the focus */
  point(id) {
    if (this.workspace.card.isOpen || this.workspace.picker.isOpen) return;
    this.workspace.highlights.hold((id && (this.workspace.codings.shown.get(id) ?? this.workspace.codings.offered.get(id))) || null);
  }
}
