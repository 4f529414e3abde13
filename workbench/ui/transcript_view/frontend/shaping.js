/**
 * Giving a selection or a coding another shape: other ends, a cut, a qualifier; and finding the coding that is meant.
 * @typedef {import("./types.js").Units} Units
 * @typedef {import("./card.js").Card} Card
 * @typedef {import("./workspace.js").Workspace} Workspace
 */
export class Shaping {
  /** @param {Workspace} workspace */
  constructor(workspace) {
    this.workspace = workspace;
  }

  /**
   * Do something with one's own coding: the one on the card, or the one that covers the selection or the cursor most closely.
   * @param {(coding: import("./types.js").Coding) => void} act
   */
  withCoding(act) {
    if (!this.workspace.data.canCode || this.workspace.reading.on) return;
    const unit = this.workspace.free.focusUnit();
    const at = unit == null ? null : this.workspace.text.map.toCodePoint(unit);
    const span = this.workspace.selected() ?? (at == null ? null : { start: at, end: at + 1 });
    const around = span ? this.workspace.codings.touching(span.start, span.end).filter((one) => one.mine) : [];
    const closest = around.sort((a, b) => a.end - a.start - (b.end - b.start) || Number(b.pending) - Number(a.pending))[0];
    const coding = this.workspace.card.own ?? closest;
    if (coding) act(coding);
    else this.workspace.announcer.tell(this.workspace.phrases.say("noCodingHere"));
  }

  /** Show the card of one coding and do something on it. @param {import("./types.js").Coding} coding @param {(card: Card, room: HTMLElement) => void} act */
  cardFor(coding, act) {
    if (!this.workspace.card.rooms.has(coding.id) || !this.workspace.card.isOpen) {
      const beside = () => this.workspace.page.firstBox(this.workspace.text.unitsOf(coding));
      this.workspace.card.open({ codings: [coding], suggestions: [], beside, takeFocus: true, back: null });
    }
    const room = this.workspace.card.rooms.get(coding.id);
    if (room) act(this.workspace.card, room);
  }

  /** @param {import("./types.js").Coding} coding */
  splitHere(coding) {
    const unit = this.workspace.free.focusUnit();
    this.workspace.acts.split(coding, this.workspace.card.shown?.at ?? (unit == null ? coding.start : this.workspace.text.map.toCodePoint(unit)));
  }

  /** @param {import("./types.js").Coding} coding */
  nextQualifier(coding) {
    const keys = ["", ...Object.keys(this.workspace.data.qualifiers ?? {})];
    if (keys.length === 1) return this.workspace.announcer.tell(this.workspace.phrases.say("noQualifiers"));
    this.workspace.card.tools.qualify(coding, keys[(keys.indexOf(coding.qualifier) + 1) % keys.length]);
  }

  /**
   * Move one end of a coding, or of the selection where no card is open. @param {"from" | "to"} edge @param {1 | -1} step
   * @param {"word" | "sentence"} unit @param {import("./types.js").Coding | null} [coding]
   */
  moveEnd(edge, step, unit, coding = this.workspace.card.own) {
    const move = (/** @type {Units} */ units) => (unit === "word" ? this.workspace.text.nudge(units, edge, step) : this.workspace.text.nudgeSentence(units, edge, step));
    if (coding) {
      const now = this.workspace.codings.shown.get(coding.id);
      if (now && this.workspace.data.canCode) this.workspace.acts.change(now, this.workspace.text.spanOf(move(this.workspace.text.unitsOf(now))));
      return;
    }
    const { suggestion, offers } = this.workspace.card;
    if (suggestion) return offers.move(suggestion, edge, step, unit);
    const units = this.workspace.sentences.on ? null : this.workspace.free.read();
    if (!units) return this.workspace.announcer.tell(this.workspace.phrases.say("selectFirst"));
    this.workspace.free.write(move(units));
    this.workspace.announcer.say(this.workspace.text.shortQuote(this.workspace.text.spanOf(move(units))));
  }

  /** Grow the selection to the words, the sentence, the turn. @param {boolean} wholeTurn */
  grow(wholeTurn) {
    if (this.workspace.sentences.on) return;
    const at = this.workspace.free.focusUnit() ?? this.workspace.free.firstVisible();
    const now = this.workspace.free.read() ?? { from: at, to: at };
    let next = this.workspace.text.grow(now);
    for (let before = now; wholeTurn && (next.from !== before.from || next.to !== before.to);) [before, next] = [next, this.workspace.text.grow(next)];
    this.workspace.free.write(next);
    this.workspace.announcer.say(this.workspace.text.shortQuote(this.workspace.text.spanOf(next)));
  }
}
