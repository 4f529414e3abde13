/**
 * What a person does to a transcript. Each act is painted and announced at once, goes into the outbox, and is settled
 * when the server answers.
 * @typedef {import("./types.js").Answer} Answer
 * @typedef {import("./types.js").Operation} Operation
 * @typedef {import("./types.js").Span} Span
 * @typedef {import("./types.js").Suggestion} Suggestion
 * @typedef {import("./transcript_text.js").TranscriptText} TranscriptText
 * @typedef {import("./codings.js").Codings} Codings
 * @typedef {import("./codebook.js").Codebook} Codebook
 * @typedef {import("./outbox.js").Outbox} Outbox
 * @typedef {import("./say.js").Phrasebook} Phrasebook
 * @typedef {import("./announce.js").Announcer} Announcer
 */
import { newId } from "./dom.js";

const SAID = { accept: "accepted", reject: "rejected", unsure: "putAside", never: "neverHere" };

export class Acts {
  /**
   * @param {{text: TranscriptText, codings: Codings, codebook: Codebook, outbox: Outbox, phrases: Phrasebook, announcer: Announcer}} parts
   * @param {{changed: () => void, corrected: (refused: [Operation, string][]) => void, refused: (reason: string) => void, used: (code: string) => void}} on
   */
  constructor({ text, codings, codebook, outbox, phrases, announcer }, on) {
    this.text = text;
    this.codings = codings;
    this.codebook = codebook;
    this.outbox = outbox;
    this.phrases = phrases;
    this.announcer = announcer;
    this.on = on;
    this.serverCan = { undo: false, redo: false };
    this.revision = ""; // the text that the places are about
    /** @type {number | null} */
    this.readTo = null;
  }

  get canUndo() {
    return this.serverCan.undo || this.codings.done.length > 0;
  }

  get canRedo() {
    return this.serverCan.redo || this.codings.undone.length > 0;
  }

  /** @param {string} kind @param {Record<string, any>} facts @returns {Operation} */
  #operation(kind, facts = {}) {
    return { op: newId(), kind, ...(this.revision ? { revision: this.revision } : {}), ...facts };
  }

  /** @param {Operation[]} operations @param {string} words @param {boolean} [isSeen] whether the page shows what was done */
  #do(operations, words, isSeen = true) {
    for (const operation of operations) this.codings.note(operation);
    this.outbox.add(operations);
    this.on.changed();
    if (isSeen) this.announcer.say(words);
    else this.announcer.tell(words);
  }

  /** Put a code on words. @param {string} code @param {Span} span */
  add(code, { start, end }) {
    const { label } = this.codebook.get(code);
    if (this.codings.has(code, start, end)) return this.announcer.tell(this.phrases.say("already", { code: label }));
    const quote = this.text.quote({ start, end });
    this.codebook.use(code);
    this.on.used(code);
    this.#do([this.#operation("add", { coding: newId(), code, start, end, quote })], this.phrases.say("coded", { code: label }));
  }

  /** Make a code and put it on words: one act, which one undo takes back. @param {string} label @param {string} definition @param {Span} span */
  create(label, definition, { start, end }) {
    const quote = this.text.quote({ start, end });
    const add = this.#operation("add", { coding: newId(), code: newId(), start, end, quote, newCode: { label, definition } });
    this.#stage(add.code, label, definition);
    this.codebook.use(add.code);
    this.on.used(add.code);
    this.#do([add], this.phrases.say("createdAndCoded", { code: label }));
  }

  /** Show a code that the server has not confirmed yet. @param {string} code @param {string} label @param {string} definition */
  #stage(code, label, definition) {
    const letters = label.split(/[^\p{L}\p{N}]+/u).filter(Boolean).map((/** @type {string} */ word) => word[0]).join("").slice(0, 3).toUpperCase();
    this.codebook.put({ id: code, label, letters, path: label, colour: "", definition, exclude: "", nearMiss: "", codable: true, retired: false });
  }

  /** After the codebook was loaded anew: keep the codes that still wait. */
  stageWaiting() {
    for (const operation of this.outbox.waiting) {
      if (operation.newCode && !this.codebook.codes.has(operation.code)) this.#stage(operation.code, operation.newCode.label, operation.newCode.definition);
    }
  }

  /** @param {string} id */
  remove(id) {
    const coding = this.codings.shown.get(id);
    if (!coding?.mine) return;
    this.#do([this.#operation("remove", { coding: id })], this.phrases.say("removed", { code: this.codebook.get(coding.code).label }));
  }

  /** Let one's own coding cover other words. @param {import("./types.js").Coding} coding @param {Span} span */
  change(coding, { start, end }) {
    if (start === coding.start && end === coding.end) return;
    const { label } = this.codebook.get(coding.code);
    if (this.codings.has(coding.code, start, end)) return this.announcer.tell(this.phrases.say("already", { code: label }));
    const quote = this.text.quote({ start, end });
    this.#do([this.#operation("change", { coding: coding.id, start, end, quote })],
      this.phrases.say("changed", { code: label, quote: this.text.shortQuote({ start, end }) }));
  }

  /** Cut one's own coding in two; says whether there were words on both sides. @param {import("./types.js").Coding} coding @param {number} at */
  split(coding, at) {
    const { from, to } = this.text.unitsOf(coding);
    let cut = this.text.map.toUnit(at);
    while (cut < to && /[\p{P}\p{M}]/u.test(this.text.text[cut])) cut++; // a comma belongs to the words before it
    const head = this.text.settle({ from, to: cut });
    const tail = this.text.settle({ from: cut, to });
    if (!(from < cut && cut < to) || !head || !tail) return void this.announcer.tell(this.phrases.say("splitWhere"));
    const facts = { coding: coding.id, at: this.text.map.toCodePoint(cut), rest: newId(), headEnd: this.text.spanOf(head).end, tailStart: this.text.spanOf(tail).start };
    this.#do([this.#operation("split", facts)], this.phrases.say("splitDone", { code: this.codebook.get(coding.code).label }));
  }

  /** Give one's own coding another code. @param {import("./types.js").Coding} coding @param {string} code */
  recode(coding, code) {
    const { label } = this.codebook.get(code);
    if (this.codings.has(code, coding.start, coding.end)) return this.announcer.tell(this.phrases.say("already", { code: label }));
    this.codebook.use(code);
    this.on.used(code);
    this.#do([this.#operation("recode", { coding: coding.id, code, rest: newId() })], this.phrases.say("recoded", { code: label }));
  }

  /** @param {import("./types.js").Coding} coding @param {string} qualifier its key, or nothing @param {string} name */
  qualify(coding, qualifier, name) {
    const words = qualifier ? this.phrases.say("qualified", { qualifier: name }) : this.phrases.say("notQualified");
    this.#do([this.#operation("qualify", { coding: coding.id, qualifier })], words);
  }

  /** @param {import("./types.js").Coding} coding @param {string | null} theme @param {string} note */
  challenge(coding, theme, note) {
    this.#do([this.#operation("challenge", { coding: coding.id, theme, note })], this.phrases.say(theme ? "challengeMarked" : "challengeGone"));
  }

  /** Ask the mentor about a coding. @param {string} coding @param {string} text */
  ask(coding, text) {
    this.#do([this.#operation("ask", { coding, question: newId(), text })], this.phrases.say("asked"), false);
  }

  /** @param {string} question @param {string} text */
  answer(question, text) {
    this.#do([this.#operation("answer", { question, text })], this.phrases.say("answered"));
  }

  /** @param {string} question */
  closeQuestion(question) {
    this.#do([this.#operation("close", { question })], this.phrases.say("questionClosed"));
  }

  /** Write a note on words. @param {Span} span @param {{text: string, noteKind: string, visibility: string}} note */
  writeNote(span, note) {
    this.#do([this.#operation("note", { memo: newId(), ...span, ...note })], this.phrases.say("noteWritten"), false);
  }

  /** Warn others before some turns. @param {number} first @param {number} last @param {string} text */
  warnOf(first, last, text) {
    this.#do([this.#operation("content-note", { first, last, text })], this.phrases.say("contentNoteWritten"));
  }

  /** Say that coding starts, also where little has been read. It is kept for this person. */
  startCoding() {
    if (this.readTo == null) this.#do([this.#operation("read", { turn: 0 })], this.phrases.say("readingOff"));
    this.readTo ??= 0;
  }

  undo() {
    if (!this.canUndo) return this.announcer.tell(this.phrases.say("nothingToUndo"));
    this.#do([this.#operation("undo")], this.phrases.say("undone"));
  }

  redo() {
    if (!this.canRedo) return this.announcer.tell(this.phrases.say("nothingToRedo"));
    this.#do([this.#operation("redo")], this.phrases.say("redone"));
  }

  /** @param {Suggestion} suggestion @param {import("./types.js").Verdict} verdict @param {Span} span the words it is used for */
  decide(suggestion, verdict, { start, end }) {
    const { id, codeId: code } = suggestion;
    const facts = { suggestion: id, code, start, end, quote: this.text.quote({ start, end }) };
    const { label } = this.codebook.get(code);
    const more = verdict === "accept" ? { coding: newId() } : {};
    this.#do([this.#operation(verdict, { ...facts, ...more })], this.phrases.say(SAID[verdict], { code: label }));
  }

  /** Remember that everything up to a turn has been read. @param {number} turn its number */
  read(turn) {
    if (this.readTo === turn) return;
    this.readTo = turn;
    this.#do([this.#operation("read", { turn })], this.phrases.say("readUpTo", { n: turn }));
  }

  /** @param {Answer} answer @param {Operation[]} acknowledged @param {[Operation, string][]} refused */
  settle(answer, acknowledged, refused) {
    if (this.revision && answer.revision && answer.revision !== this.revision) return this.on.corrected(refused);
    const codes = answer.changes?.codes?.put; // where a code has changed, the whole codebook comes
    if (codes) this.codebook.load(codes);
    this.codings.merge(answer.changes ?? {}, answer.seq, acknowledged);
    for (const [operation] of refused) {
      this.codings.takeBack(operation);
      if (operation.newCode) this.codebook.drop(operation.code);
    }
    this.stageWaiting();
    this.codebook.prune();
    if (answer.canUndo !== undefined) this.serverCan = { undo: answer.canUndo, redo: answer.canRedo ?? false };
    this.on.changed();
    const reasons = [...new Set(refused.map(([, reason]) => reason))];
    for (const reason of reasons) {
      this.on.refused(reason);
      this.announcer.say(this.phrases.say("refused", { reason }), { urgent: true });
    }
    if (answer.undone && !refused.length) this.announcer.say(this.phrases.say("undoneWhat", { what: answer.undone }));
  }
}
