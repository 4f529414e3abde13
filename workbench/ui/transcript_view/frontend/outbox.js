/**
 * The way to the server. Every act waits here until the server has acknowledged it. Each request carries all that
 * waits; the server may see an act twice without harm. A copy lies in localStorage while, and only while, acts wait.
 * @typedef {import("./types.js").Operation} Operation
 * @typedef {import("./types.js").Answer} Answer
 * @typedef {"saved" | "saving" | "offline" | "reload"} State
 */
const BATCH = 200;
const POLL_MS = 5000;
const TIMEOUT_MS = 20000;
const WAITS_MS = [1000, 2000, 4000, 8000, 15000, 30000];
const PREFIX = "wb-outbox:";
const PAGE = Math.random().toString(36).slice(2, 10);

export class Outbox {
  /** @param {string} actor @param {string} transcript */
  constructor(actor, transcript) {
    this.actor = actor;
    this.transcript = transcript;
    this.stem = `${PREFIX}${actor}:${transcript}:`;
    this.api = "";
    this.token = "";
    this.seq = () => -1;
    /** @type {() => string | null} */
    this.offered = () => null;
    /** @type {(answer: Answer, acknowledged: Operation[], refused: [Operation, string][]) => void} */
    this.onAnswer = () => {};
    this.onState = () => {};
    /** @type {Operation[]} */
    this.waiting = this.#recover();
    /** @type {State} */
    this.state = this.waiting.length ? "saving" : "saved";
    this.savedAt = "";
    /** @type {string[]} what the next page of this transcript has to say */
    this.notices = [];
    this.failures = 0;
    this.batch = BATCH;
    this.sending = false;
    this.listening = false;
    this.timer = 0;
    globalThis.addEventListener("online", () => this.wake());
    globalThis.addEventListener("pagehide", () => this.#keepCopy());
    globalThis.addEventListener("beforeunload", (event) => this.waiting.length && event.preventDefault());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.wake());
  }

  /** Where to send; a new token opens the way again after a sign-in. @param {string} api @param {string} token */
  address(api, token) {
    const changed = token !== this.token;
    [this.api, this.token] = [api, token];
    if (changed && this.state === "reload") this.#setState(this.waiting.length ? "saving" : "saved");
    if (changed) this.wake();
  }

  /** Ask the server now and then for what colleagues did, until told to stop. @param {boolean} listening */
  listen(listening) {
    this.listening = listening;
    this.#plan(listening ? POLL_MS : 0);
  }

  /** @param {Operation[]} operations */
  add(operations) {
    this.waiting.push(...operations);
    this.#keepCopy();
    if (this.state === "saved") this.#setState("saving");
    else this.onState();
    this.#send();
  }

  /** Try at once, whatever the waiting time was. */
  wake() {
    if (this.waiting.length || this.listening) this.#send();
  }

  async #send() {
    if (this.sending || !this.api || this.state === "reload") return;
    clearTimeout(this.timer);
    this.sending = true;
    const sent = this.waiting.slice(0, this.batch);
    const { response, answer } = await this.#ask(sent);
    this.sending = false;
    if (!response || (response.ok && !answer)) this.#failed();
    else if (answer) this.#take(answer, sent);
    else await this.#refusedAsAWhole(response, sent);
    this.#next();
  }

  /**
   * One request. No response: no network, or none in time. A good response without an answer: something between us and
   * the server, such as a sign-in page of a hotel's network, spoke in its place.
   * @param {Operation[]} operations @returns {Promise<{response?: Response, answer?: Answer}>}
   */
  async #ask(operations) {
    /** @type {Response | undefined} */
    let response;
    try {
      response = await fetch(this.api, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Workbench-Token": this.token },
        body: JSON.stringify({ transcript: this.transcript, seq: this.seq(), offered: this.offered(), operations }),
        credentials: "same-origin",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return response.ok ? { response, answer: await response.json() } : { response };
    } catch (error) {
      if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError) return { response };
      throw error;
    }
  }

  #next() {
    if (this.state === "reload") return;
    if (this.failures) this.#plan(WAITS_MS[Math.min(this.failures, WAITS_MS.length) - 1]);
    else if (this.waiting.length) this.#send();
    else this.#plan(this.listening ? POLL_MS : 0);
  }

  /** @param {Answer} answer @param {Operation[]} sent */
  #take(answer, sent) {
    const reasons = new Map((answer.refused ?? []).map(({ op, reason }) => [op, reason]));
    const accepted = new Set(answer.acknowledged ?? []);
    const acknowledged = sent.filter(({ op }) => accepted.has(op) && !reasons.has(op));
    /** @type {[Operation, string][]} */
    const refused = sent.filter(({ op }) => reasons.has(op)).map((operation) => [operation, String(reasons.get(operation.op))]);
    this.#letGo([...acknowledged, ...refused.map(([operation]) => operation)]);
    const stuck = sent.length > 0 && !acknowledged.length && !refused.length;
    this.failures = stuck ? this.failures + 1 : 0; // an answer that settles nothing must not be asked for in a tight circle
    this.batch = BATCH;
    if (acknowledged.length || !this.savedAt) this.savedAt = answer.saved ?? this.savedAt;
    this.#setState(this.waiting.length ? "saving" : "saved");
    this.onAnswer(answer, acknowledged, refused);
  }

  /** @param {Response} response @param {Operation[]} sent */
  async #refusedAsAWhole(response, sent) {
    if (response.status === 401 || response.status === 403) return this.#setState("reload");
    if (![400, 413, 422].includes(response.status)) return this.#failed();
    if (sent.length > 1) {
      this.batch = Math.ceil(sent.length / 2); // find the act that the server cannot read
      return;
    }
    if (!sent.length) return this.#failed();
    const reason = await reasonOf(response);
    this.#letGo(sent);
    this.batch = BATCH;
    this.#setState(this.waiting.length ? "saving" : "saved");
    this.onAnswer({ acknowledged: [], refused: [], seq: this.seq(), saved: this.savedAt }, [], [[sent[0], reason]]);
  }

  #failed() {
    this.failures += 1;
    this.#setState("offline");
  }

  /** @param {State} state */
  #setState(state) {
    this.state = state;
    this.onState();
  }

  /** @param {number} wait */
  #plan(wait) {
    clearTimeout(this.timer);
    if (wait) this.timer = setTimeout(() => {
      const seen = document.visibilityState === "visible";
      if (this.waiting.length || (this.listening && seen)) this.#send();
      else if (this.listening) this.#plan(POLL_MS);
    }, wait);
  }

  /** @param {Operation[]} settled */
  #letGo(settled) {
    if (!settled.length) return;
    const gone = new Set(settled.map(({ op }) => op));
    this.waiting = this.waiting.filter(({ op }) => !gone.has(op));
    this.#keepCopy();
    for (const [key, operations] of this.#copies()) {
      const left = operations.filter(({ op }) => !gone.has(op));
      if (left.length === 0) forget(key);
      else if (left.length < operations.length) keep(key, left);
    }
  }

  #keepCopy() {
    if (this.waiting.length) keep(this.stem + PAGE, this.waiting);
    else forget(this.stem + PAGE);
  }

  /** Acts that an earlier page, or another one, left waiting. @returns {Operation[]} */
  #recover() {
    const seen = new Map(this.#copies().flatMap(([, operations]) => operations.map((operation) => [operation.op, operation])));
    return [...seen.values()];
  }

  /** @returns {[string, Operation[]][]} */
  #copies() {
    /** @type {[string, Operation[]][]} */
    const found = [];
    try {
      for (let at = 0; at < localStorage.length; at++) {
        const key = localStorage.key(at);
        if (!key?.startsWith(this.stem)) continue;
        const operations = JSON.parse(localStorage.getItem(key) ?? "[]");
        if (Array.isArray(operations)) found.push([key, operations.filter((one) => one?.op && one?.kind)]);
      }
    } catch (error) {
      if (!(error instanceof DOMException || error instanceof SyntaxError)) throw error; // storage is closed or its copy is broken
    }
    return found;
  }
}

/** @param {string} key @param {Operation[]} operations */
function keep(key, operations) {
  try {
    localStorage.setItem(key, JSON.stringify(operations));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage is full or closed: the box in memory goes on
  }
}

/** @param {string} key */
function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** The sentence in which the server says what is wrong. @param {Response} response */
async function reasonOf(response) {
  const said = await response.text();
  try {
    return String(JSON.parse(said).reason ?? said).slice(0, 300);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return said.slice(0, 300);
  }
}

/** @type {Map<string, Outbox>} boxes outlive the page of their transcript, so that leaving it loses nothing */
const boxes = new Map();

/** @param {string} actor @param {string} transcript @returns {Outbox} */
export function outboxFor(actor, transcript) {
  const key = JSON.stringify([actor, transcript]);
  let box = boxes.get(key);
  if (!box) boxes.set(key, (box = new Outbox(actor, transcript)));
  return box;
}
