/**
 * Corrections: asking for the form that mends a turn, and what happens when the text was corrected while this page was open.
 * @typedef {import("./workspace.js").Workspace} Workspace
 * @typedef {import("./types.js").Operation} Operation
 */

/** Ask for the form that mends the turn at the selection, at the cursor, or the first one on the screen. @param {Workspace} workspace */
export function fixTurn(workspace) {
  const { data, text, free, sentences } = workspace;
  if (!data.canCode) return;
  const unit = workspace.selected() ? text.unitsOf(workspace.selected() ?? { start: 0, end: 0 }).from : (sentences.read()?.from ?? free.focusUnit() ?? free.firstVisible());
  workspace.gestures.dismiss();
  workspace.card.close(false);
  workspace.ask("fix", { turn: text.turns[text.turnAt(unit)].number, revision: data.revision });
}

/**
 * Somebody has corrected the text. The page is drawn anew with the new words; what waits in the outbox names the text it was
 * made on, and finds its place there.
 * @param {Workspace} workspace @param {[Operation, string][]} refused
 */
export function showNewText(workspace, refused) {
  const { phrases, outbox, announcer } = workspace;
  const reasons = [...new Set(refused.map(([, reason]) => phrases.say("refused", { reason })))];
  outbox.notices = [...outbox.notices, ...reasons];
  announcer.say(phrases.say("corrected"), { urgent: true });
  workspace.status.warn(phrases.say("corrected"));
  workspace.ask("reload", { revision: workspace.data.revision });
}

/** What a page that was drawn anew has still to say. @param {Workspace} workspace */
export function sayNotices(workspace) {
  const { outbox, status, announcer } = workspace;
  if (!outbox.notices.length) return;
  status.warn(outbox.notices.join(" "));
  announcer.say(outbox.notices.join(" "), { urgent: true });
  outbox.notices = [];
}
