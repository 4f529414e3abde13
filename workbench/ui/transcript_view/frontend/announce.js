/** What has just happened, said once: to screen readers, and where nothing else shows it, to the eyes for a moment. */
import { h } from "./dom.js";

const SEEN_MS = 4000;

export class Announcer {
  constructor() {
    this.polite = h("div", { class: "wb-unseen", role: "status", "aria-live": "polite" });
    this.urgent = h("div", { class: "wb-unseen", role: "alert", "aria-live": "assertive" });
    this.seen = h("div", { class: "wb-said", "aria-hidden": "true", hidden: true });
    this.element = h("div", {}, this.polite, this.urgent, this.seen);
    this.timer = 0;
    this.turn = false;
  }

  /** Say something that cannot be seen on the page otherwise. @param {string} words */
  tell(words) {
    this.say(words);
    this.seen.textContent = words;
    this.seen.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.seen.hidden = true; }, SEEN_MS);
  }

  /** @param {string} words @param {{urgent?: boolean}} [options] */
  say(words, { urgent = false } = {}) {
    this.turn = !this.turn;
    const region = urgent ? this.urgent : this.polite;
    region.textContent = this.turn ? words : `${words}\u00a0`; // the same words twice are two announcements
  }
}
