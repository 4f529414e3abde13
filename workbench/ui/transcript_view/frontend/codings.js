/**
 * What is coded and asked, as this person should see it now: what the server last said, and on top of it what was done
 * here and has not been acknowledged yet.
 * @typedef {import("./types.js").Coding} Coding
 * @typedef {import("./types.js").CodingRow} CodingRow
 * @typedef {import("./types.js").Operation} Operation
 * @typedef {import("./types.js").Offer} Offer
 * @typedef {import("./types.js").Question} Question
 * @typedef {import("./types.js").Suggestion} Suggestion
 * @typedef {{codings: Map<string, Coding>, questions: Map<string, Question>}} State
 * @typedef {{codings: [string, Coding | undefined][], questions: [string, Question | undefined][]}} Patch undefined: not there
 */

/** @param {CodingRow} row @returns {Coding} */
export function codingOf([id, code, start, end, coder, flags = "", more = {}]) {
  const has = (/** @type {string} */ letter) => String(flags).includes(letter);
  return {
    id, code, start, end, coder, mine: has("m"), suggested: has("s"), unsure: false, pending: false,
    qualifier: more.qualifier ?? "", theme: more.theme ?? null, themeNote: more.themeNote ?? "",
  };
}

export class Codings {
  /** @param {string} me the name under which this person's own codings show */
  constructor(me) {
    this.me = me;
    /** @type {State} what the server said */
    this.known = { codings: new Map(), questions: new Map() };
    /** @type {State} what is shown */
    this.now = { codings: new Map(), questions: new Map() };
    /** @type {Coding[]} what is shown, in the order of the text, with lanes */
    this.ordered = [];
    /** @type {Map<string, Suggestion>} */
    this.offered = new Map();
    /** @type {string | null} the digest of what is offered */
    this.offerKey = null;
    this.offerFailed = false;
    /** @type {Suggestion[]} those not yet decided, in the order of the text */
    this.suggestions = [];
    /** @type {Set<string>} suggestions decided in this visit */
    this.decided = new Set();
    /** @type {Map<string, Patch>} what an unacknowledged undo or redo is expected to do */
    this.forecasts = new Map();
    /** @type {{operation: Operation, before: Patch, after: Patch}[]} */
    this.done = [];
    /** @type {{operation: Operation, before: Patch, after: Patch}[]} */
    this.undone = [];
    this.seq = -1;
  }

  get shown() {
    return this.now.codings;
  }

  /**
   * Take a whole list from the server, unless something newer has been seen.
   * @param {CodingRow[]} rows @param {Question[]} questions @param {Offer} offer @param {number} seq
   */
  load(rows, questions, offer, seq) {
    if (seq < this.seq) return;
    this.#offer(offer);
    this.seq = seq;
    this.known = {
      codings: new Map(rows.map((row) => [row[0], codingOf(row)])),
      questions: new Map(questions.map((question) => [question.id, question])),
    };
  }

  /**
   * Take what has changed since the last answer, and let go of what was acknowledged.
   * @param {import("./types.js").Changes} changes @param {number} seq @param {Operation[]} acknowledged
   */
  merge({ codings = {}, questions = {}, suggestions }, seq, acknowledged) {
    if (seq >= this.seq) {
      this.seq = seq;
      if (suggestions) this.#offer(suggestions);
      for (const operation of acknowledged) this.#apply(operation, this.known, false);
      for (const row of codings.put ?? []) this.known.codings.set(row[0], codingOf(row));
      for (const id of codings.drop ?? []) this.known.codings.delete(id);
      for (const question of questions.put ?? []) this.known.questions.set(question.id, question);
      for (const id of questions.drop ?? []) this.known.questions.delete(id);
    }
    for (const { op } of acknowledged) this.forecasts.delete(op); // only a guess: the answer itself says what came of it
  }

  /** What is suggested from now on; what was decided here and still waits stays hidden. @param {Offer} offer */
  #offer({ key, all, failed }) {
    this.offered = new Map(all.map((suggestion) => [suggestion.id, suggestion]));
    this.offerKey = key;
    this.offerFailed = failed ?? false;
    this.decided.clear();
  }

  /** Do to a state what an operation is about to do on the server. @param {Operation} operation @param {State} state @param {boolean} pending */
  #apply(operation, { codings, questions }, pending) {
    const { kind, coding: id, rest, question: asked } = operation;
    const old = codings.get(id);
    if (kind === "add" || kind === "accept") codings.set(id, { ...this.#made(operation), pending });
    else if (kind === "remove") codings.delete(id);
    else if (kind === "ask") questions.set(asked, { id: asked, coding: id, asker: this.me, mine: true, text: operation.text, status: "open", answers: [] });
    else if (old && kind === "change") codings.set(id, { ...old, start: operation.start, end: operation.end, pending });
    else if (old && kind === "qualify") codings.set(id, { ...old, qualifier: operation.qualifier, pending });
    else if (old && kind === "challenge") codings.set(id, { ...old, theme: operation.theme, themeNote: operation.theme ? operation.note : "", pending });
    else if (old && kind === "recode") {
      codings.delete(id);
      codings.set(rest, { ...old, id: rest, code: operation.code, pending });
    } else if (old && kind === "split") {
      codings.set(id, { ...old, end: operation.headEnd, pending });
      codings.set(rest, { ...old, id: rest, start: operation.tailStart, pending });
    }
    const thread = questions.get(asked);
    if (thread && kind === "answer") {
      questions.set(asked, { ...thread, status: thread.mine ? "open" : "answered", answers: [...thread.answers, [this.me, operation.text]] });
    }
    if (thread && kind === "close") questions.set(asked, { ...thread, status: "closed" });
    if (kind !== "remove" && kind !== "recode") return;
    for (const one of questions.values()) if (one.coding === id) questions.set(one.id, { ...one, coding: kind === "recode" ? rest : null });
  }

  /** @param {Operation} operation @returns {Coding} */
  #made({ coding, code, start, end, kind }) {
    return { id: coding, code, start, end, coder: this.me, mine: true, suggested: kind === "accept", unsure: false, pending: true, qualifier: "", theme: null, themeNote: "" };
  }

  /** Note an act of this person, so that an undo can be painted at once. @param {Operation} operation */
  note(operation) {
    if (operation.kind === "undo") return this.#forecast(operation, this.done, this.undone, true);
    if (operation.kind === "redo") return this.#forecast(operation, this.undone, this.done, false);
    if (operation.kind === "read") return;
    const state = { codings: new Map(this.now.codings), questions: new Map(this.now.questions) };
    this.#apply(operation, state, true);
    if (operation.suggestion) this.decided.add(operation.suggestion);
    this.done.push({ operation, before: difference(state, this.now), after: difference(this.now, state) });
    this.undone = [];
    this.now = state; // several acts can follow one another before the next overlay
  }

  /** @param {Operation} operation @param {Codings["done"]} source @param {Codings["done"]} target @param {boolean} backwards */
  #forecast(operation, source, target, backwards) {
    const act = source.pop();
    if (!act) return; // done on an earlier visit: the server will tell
    target.push(act);
    this.forecasts.set(operation.op, backwards ? act.before : act.after);
    const { suggestion } = act.operation;
    if (suggestion && backwards) this.decided.delete(suggestion);
    if (suggestion && !backwards) this.decided.add(suggestion);
  }

  /** Take back the paint of an act that the server refused. @param {Operation} operation */
  takeBack(operation) {
    this.forecasts.delete(operation.op);
    if (operation.suggestion) this.decided.delete(operation.suggestion);
    const at = this.done.findIndex((act) => act.operation === operation);
    if (at >= 0) this.done.splice(at, 1);
    else if (operation.kind === "undo" || operation.kind === "redo") this.done = this.undone = []; // our guess was wrong
  }

  /** Work out what is shown. @param {Operation[]} waiting the acts not yet acknowledged, in order */
  overlay(waiting) {
    const state = { codings: new Map(this.known.codings), questions: new Map(this.known.questions) };
    const decided = new Set(this.decided);
    const undone = new Set(this.undone.map((act) => act.operation));
    for (const operation of waiting) {
      this.#apply(operation, state, true);
      if (operation.suggestion && !undone.has(operation)) decided.add(operation.suggestion);
      const forecast = this.forecasts.get(operation.op);
      if (forecast) patch(state, forecast);
    }
    this.now = state;
    const open = new Set([...state.questions.values()].filter((one) => one.status === "open").map((one) => one.coding));
    for (const coding of state.codings.values()) coding.unsure = open.has(coding.id);
    this.ordered = [...state.codings.values()].sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
    assignLanes(this.ordered);
    this.suggestions = [...this.offered.values()]
      .filter((suggestion) => !decided.has(suggestion.id))
      .sort((a, b) => a.start - b.start || a.end - b.end);
  }

  /** The questions about a coding, oldest first. @param {string} id */
  questionsAbout(id) {
    return [...this.now.questions.values()].filter((question) => question.coding === id);
  }

  /** The codings that touch a span. @param {number} start @param {number} end */
  touching(start, end) {
    return this.ordered.filter((coding) => coding.start < end && coding.end > start);
  }

  /** @param {number} start @param {number} end */
  suggestionsTouching(start, end) {
    return this.suggestions.filter((suggestion) => suggestion.start < end && suggestion.end > start);
  }

  /** Whether this person has already put this code on exactly these words. @param {string} code @param {number} start @param {number} end */
  has(code, start, end) {
    return this.ordered.some((c) => c.mine && c.code === code && c.start === start && c.end === end);
  }
}

/** Give each coding the first column that is free where it begins; no layout is needed for that. @param {Coding[]} ordered */
export function assignLanes(ordered) {
  /** @type {number[]} */
  const taken = [];
  for (const coding of ordered) {
    let lane = taken.findIndex((end) => end <= coding.start);
    if (lane < 0) lane = taken.length;
    taken[lane] = coding.end;
    coding.lane = lane;
  }
}

/** What leads from one state to another. @param {State} from @param {State} to @returns {Patch} */
function difference(from, to) {
  /** @type {<T>(before: Map<string, T>, after: Map<string, T>) => [string, T | undefined][]} */
  const changed = (before, after) => [...new Set([...before.keys(), ...after.keys()])]
    .filter((id) => before.get(id) !== after.get(id)).map((id) => [id, after.get(id)]);
  return { codings: changed(from.codings, to.codings), questions: changed(from.questions, to.questions) };
}

/** @param {State} state @param {Patch} changes */
function patch(state, { codings, questions }) {
  for (const [id, coding] of codings) coding ? state.codings.set(id, { ...coding, pending: true }) : state.codings.delete(id);
  for (const [id, question] of questions) question ? state.questions.set(id, question) : state.questions.delete(id);
}
