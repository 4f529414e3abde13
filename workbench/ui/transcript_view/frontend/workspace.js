/**
 * One transcript on the screen, with all its parts wired together.
 * @typedef {import("./types.js").DocumentData} DocumentData
 * @typedef {import("./types.js").SurfaceData} SurfaceData
 * @typedef {import("./types.js").Span} Span
 * @typedef {import("./types.js").Units} Units
 */
import { Acts } from "./acts.js";
import { Announcer } from "./announce.js";
import { QuickBar, StatusBar } from "./bars.js";
import { Card } from "./card.js";
import { Codebook } from "./codebook.js";
import { Codings } from "./codings.js";
import { isDark, parseColour } from "./colour.js";
import { afterPaint, freshId, h } from "./dom.js";
import { Filters } from "./filters.js";
import { sayNotices, showNewText } from "./fix.js";
import { FindBar } from "./find.js";
import { Gestures } from "./gestures.js";
import { HardPassages } from "./hard.js";
import { showHelp } from "./help.js";
import { Highlights } from "./highlights.js";
import { onKey } from "./keyboard.js";
import { Margin } from "./margin.js";
import { recall, remember } from "./memory.js";
import { openNoteForm } from "./note_form.js";
import { outboxFor } from "./outbox.js";
import { Page } from "./page.js";
import { Picker } from "./picker.js";
import { Reading } from "./reading.js";
import { Phrasebook } from "./say.js";
import { FreeSelection } from "./selection.js";
import { Shaping } from "./shaping.js";
import { SentenceMode } from "./sentences.js";
import { Tour } from "./tour.js";
import { TranscriptText } from "./transcript_text.js";
import { Viewport } from "./viewport.js";

export class Workspace {
  /**
   * @param {HTMLElement} parent @param {DocumentData} document_ @param {SurfaceData} data
   * @param {(what: string, value: unknown) => void} [ask] asks Python for something: a form, the newest text
   */
  constructor(parent, document_, data, ask = () => {}) {
    this.data = data;
    this.ask = ask;
    this.abort = new AbortController();
    this.phrases = new Phrasebook(data.words);
    this.text = new TranscriptText(document_);
    this.page = new Page(this.text, this.phrases);
    this.codings = new Codings(this.phrases.say("you"));
    this.codebook = new Codebook();
    this.announcer = new Announcer();
    this.outbox = outboxFor(data.actor, data.transcript);
    this.highlights = new Highlights(this.page, freshId("paint"));
    this.acts = new Acts(this, {
      changed: () => this.redraw(),
      corrected: (refused) => showNewText(this, refused),
      refused: (reason) => this.status.warn(this.phrases.say("refused", { reason })),
      used: () => remember(`quick:${data.actor}`, this.codebook.quick),
    });
    const { phrases } = this;
    this.coloured = -1;
    /** @type {number | null} */
    this.marked = null;
    this.margin = new Margin(this.page, this.codebook, phrases, {
      open: (ids, anchor) => this.tour.openCard(ids, anchor),
      walk: (id, step) => this.tour.stepCoding(step, id),
      point: (id) => this.tour.point(id),
    });
    this.canvas = h("div", { class: "wb-page" }, this.page.element, this.margin.element);
    this.scroller = h("div", { class: "wb-scroll" }, this.canvas);
    this.free = new FreeSelection(this.page, this.canvas);
    this.sentences = new SentenceMode(this.page, phrases, (units) => this.#describe(units));
    this.quickBar = new QuickBar(this.codebook, phrases, (code) => this.apply(code));
    this.find = new FindBar(this);
    this.filters = new Filters(this);
    this.reading = new Reading(this);
    this.hard = new HardPassages(this);
    this.status = new StatusBar(phrases, {
      undo: () => this.acts.undo(), redo: () => this.acts.redo(), mode: () => this.toggleSentences(), read: () => this.readToHere(),
      help: () => this.help(), suggestion: () => this.tour.stepSuggestion(1), find: () => this.find.open(),
      filter: () => this.filters.toggle(), reading: () => this.reading.toggle(), legend: () => this.toggleLegend(),
    });
    this.element = h("div", { class: "wb", role: "group", "aria-label": phrases.say("codingPage") }, this.quickBar.element, this.reading.element,
      this.find.element, this.filters.element, this.scroller, this.status.element, this.announcer.element);
    this.card = new Card(this);
    this.picker = new Picker(this.element, this.page, this.codebook, phrases, {
      apply: (code, span) => this.acts.add(code.id, span),
      create: (label, definition, span) => this.acts.create(label, definition, span),
      recode: (coding, code) => this.acts.recode(coding, code.id),
      present: (span) => new Set(this.codings.ordered.filter((c) => c.mine && c.start === span.start && c.end === span.end).map((c) => c.code)),
      moved: (span) => this.highlights.hold(span),
      closed: (span, takeFocus) => this.#pickerClosed(span, takeFocus),
    });
    this.tour = new Tour(this);
    this.shaping = new Shaping(this);
    this.gestures = new Gestures(this);
    parent.append(this.element);
    const { signal } = this.abort;
    this.element.addEventListener("keydown", (event) => onKey(this, event), { signal });
    this.page.element.addEventListener("focus", () => this.free.drawCaret(), { signal });
    this.page.element.addEventListener("blur", () => this.free.drawCaret(), { signal });
    this.viewport = new Viewport(this);
    this.viewport.fit();
    this.load(data);
    this.#return();
    sayNotices(this);
  }

  /** Take what Streamlit sent: on opening, and whenever the data or the theme changed. @param {SurfaceData} data */
  load(data) {
    this.data = data;
    const page = parseColour(getComputedStyle(this.element).getPropertyValue("--st-background-color")) ?? [255, 255, 255];
    this.element.classList.toggle("wb-dark", isDark(page));
    this.element.classList.toggle("wb-readonly", !data.canCode);
    const isNews = data.seq >= this.codings.seq; // a change of theme sends what was sent before
    this.codebook.load(isNews ? data.codes : [...this.codebook.codes.values()], page);
    this.acts.revision = data.revision ?? "";
    this.acts.stageWaiting();
    this.codings.load(data.codings, data.questions ?? [], data.suggestions, data.seq);
    this.margin.qualifiers = data.qualifiers ?? {};
    this.hard.draw(data.contentNotes ?? []);
    if (isNews) this.acts.serverCan = { undo: data.canUndo ?? false, redo: data.canRedo ?? false };
    this.acts.readTo ??= data.readTo ?? null;
    this.codebook.fillQuick(recall(`quick:${data.actor}`) ?? [], data.codings.map((row) => row[1]));
    this.outbox.seq = () => this.codings.seq;
    this.outbox.offered = () => this.codings.offerKey;
    this.outbox.onAnswer = (...answer) => this.acts.settle(...answer);
    this.outbox.onState = () => this.drawStatus();
    this.outbox.address(data.api, data.token);
    this.outbox.listen(true);
    this.redraw();
  }

  /** Take what Streamlit sent later on. @param {SurfaceData} data */
  update(data) {
    this.load(data);
    this.viewport.goTo(data.goTo);
  }

  /** Show what is coded now. Costs in proportion to the screen, not to the transcript. */
  redraw() {
    this.codings.overlay(this.outbox.waiting);
    if (this.codebook.version !== this.coloured) this.highlights.colour(this.codebook.colours);
    this.coloured = this.codebook.version;
    this.viewport.paint();
    this.quickBar.draw();
    this.drawStatus();
    this.sentences.refresh();
    this.card.refresh();
    afterPaint(() => performance.mark("wb-painted"));
  }

  drawStatus() {
    const { turns } = this.text;
    const { readTo } = this.acts;
    if (readTo !== this.marked) this.page.markRead(readTo, this.phrases.say("readMark"));
    this.marked = readTo;
    this.status.draw(this.outbox, {
      codings: this.codings.ordered.length, suggestions: this.codings.suggestions.length, failed: this.codings.offerFailed, turns: turns.length,
      read: readTo == null ? null : turns.filter((turn) => turn.number <= readTo).length,
      canCode: this.data.canCode, canUndo: this.acts.canUndo, canRedo: this.acts.canRedo,
      bySentence: this.sentences.on, filtered: this.filters.on, legend: !this.element.classList.contains("wb-no-legend"),
    });
  }

  /** To where this person was the last time, and in the same mode. */
  #return() {
    this.element.classList.toggle("wb-no-legend", recall("legend") === false);
    this.viewport.open();
    if (recall("mode") === "sentences") this.sentences.switch(true, this.free.firstVisible());
    this.reading.open();
    this.viewport.goTo(this.data.goTo);
  }

  /** The words that an act would be about. @returns {Span | null} */
  selected() {
    const units = this.sentences.on ? this.sentences.read() : this.free.read();
    return units && this.text.spanOf(units);
  }

  focusWords() {
    if (this.sentences.on) this.sentences.focus();
    else this.page.element.focus({ preventScroll: true });
  }

  /** @param {string} code */
  apply(code) {
    const span = this.picker.isOpen ? this.picker.span : this.selected();
    if (!this.data.canCode || this.reading.on) return;
    if (!span) return this.announcer.tell(this.phrases.say("selectFirst"));
    this.acts.add(code, span);
  }

  /** @param {number} index */
  applyQuick(index) {
    const code = this.codebook.quick[index];
    if (code) this.apply(code);
  }

  applyAgain() {
    const [code] = this.codebook.recent;
    if (code) this.apply(code);
  }

  enter() {
    const span = this.selected();
    if (this.reading.on) return;
    if (span && this.data.canCode) this.openPicker(span);
    else this.tour.cardAt(this.free.focusUnit(), true);
  }

  /** @param {Span} span */
  openPicker(span) {
    this.gestures.dismiss();
    this.card.close(false);
    this.picker.open(span);
  }

  /** Choose another code for a coding. @param {import("./types.js").Coding} coding */
  openRecode(coding) {
    this.gestures.dismiss();
    this.card.close(false);
    this.picker.open({ start: coding.start, end: coding.end }, coding);
  }

  /** @param {Span} span @param {string} [kind] of the note, where it is known */
  openNote(span, kind) {
    this.gestures.dismiss();
    this.card.close(false);
    openNoteForm(this, span, kind);
  }

  /** A note on the selected words, or on the turn at the cursor. */
  noteHere() {
    if (!this.data.canCode) return;
    const unit = this.free.focusUnit() ?? this.free.firstVisible();
    const { from, to } = this.text.turns[this.text.turnAt(unit)];
    this.openNote(this.selected() ?? this.text.spanOf({ from, to }));
  }

  /** Warn others before the turns of some words. @param {Span} span @param {string} words */
  warnOf(span, words) {
    const touched = this.text.slices(this.text.unitsOf(span)).map(([turn]) => this.text.turns[turn].number);
    const [first, last] = [Math.min(...touched), Math.max(...touched)];
    remember(`hard:${this.data.transcript}:${first}:${words}`, true); // the author has read it
    this.data = { ...this.data, contentNotes: [...(this.data.contentNotes ?? []).filter((note) => note[0] !== first || note[1] !== last), [first, last, words]] };
    this.hard.draw(this.data.contentNotes ?? []);
    this.acts.warnOf(first, last, words);
  }

  toggleLegend() {
    const hidden = this.element.classList.toggle("wb-no-legend");
    remember("legend", !hidden);
    this.drawStatus();
    this.announcer.say(this.phrases.say(hidden ? "legendOff" : "legendOn"));
  }

  /** @param {Span} span @param {boolean} takeFocus */
  #pickerClosed(span, takeFocus) {
    this.highlights.hold(null);
    if (!takeFocus) return;
    this.focusWords();
    if (!this.sentences.on) this.free.write(this.text.unitsOf(span)); // another code can follow on the same words
  }

  escape() {
    if (this.card.isOpen) return this.card.close();
    this.gestures.dismiss();
    const unit = this.free.focusUnit();
    if (!this.sentences.on && unit != null) this.free.putCaret(unit);
  }

  removeHere() {
    const coding = this.card.own;
    if (!coding || !this.data.canCode) return;
    this.card.close();
    this.acts.remove(coding.id);
  }

  toggleSentences() {
    const unit = this.sentences.read()?.from ?? this.free.focusUnit() ?? this.free.firstVisible();
    this.gestures.dismiss();
    this.sentences.switch(!this.sentences.on, unit);
    remember("mode", this.sentences.on ? "sentences" : "words");
    if (!this.sentences.on) {
      this.focusWords();
      this.free.putCaret(unit);
    }
    this.free.drawCaret();
    this.drawStatus();
    this.announcer.say(this.phrases.say(this.sentences.on ? "sentencesOn" : "sentencesOff"));
  }

  /** @param {KeyboardEvent} event */
  moveByKey(event) {
    return this.sentences.on ? this.sentences.key(event) : this.free.key(event);
  }

  help() {
    showHelp(this.element, this.phrases, () => this.focusWords());
  }

  readToHere() {
    const unit = this.sentences.read()?.from ?? this.free.focusUnit();
    const bottom = this.scroller.getBoundingClientRect().bottom;
    const seen = this.page.turns.findLastIndex(({ element }) => element.getBoundingClientRect().bottom <= bottom);
    this.acts.read(this.text.turns[unit == null ? Math.max(0, seen) : this.text.turnAt(unit)].number);
  }

  /** What a screen reader should know of some words. @param {Units} units */
  #describe(units) {
    const { start, end } = this.text.spanOf(units);
    const names = new Set(this.codings.touching(start, end).map((one) => this.codebook.get(one.code).label));
    const offered = new Set(this.codings.suggestionsTouching(start, end).map((one) => this.codebook.get(one.codeId).label));
    const parts = [names.size ? this.phrases.say("codedWith", { codes: [...names].join(", ") }) : this.phrases.say("notCoded")];
    if (offered.size) parts.push(this.phrases.say("suggested", { code: [...offered].join(", ") }));
    return parts.join(". ");
  }

  close() {
    this.abort.abort();
    this.viewport.close();
    this.gestures.dismiss();
    this.picker.close(false);
    this.card.close(false);
    this.outbox.listen(false);
    this.outbox.onAnswer = () => {};
    this.outbox.onState = () => {};
    this.outbox.offered = () => null;
    this.highlights.close();
    this.element.remove();
  }
}
