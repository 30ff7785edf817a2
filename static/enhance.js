/* Comfort only: every page works without this file. Copy buttons, the focus on what is wrong or was just done, and pages
   that show by themselves what changed. */
"use strict";

function focusNews() {
  const news = document.getElementById("error-summary") || document.getElementById("confirmation");
  if (news) {
    news.focus();
  }
}

async function copyText(button) {
  const box = document.getElementById(button.dataset.copy);
  const label = button.textContent;
  box.select();
  await navigator.clipboard.writeText(box.value);
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 3000);
}

/* Where the browser has no clipboard for scripts (no secure connection), the buttons stay away. */
function showCopyButtons(place) {
  if (!navigator.clipboard) {
    return;
  }
  for (const button of place.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", () => copyText(button));
  }
}

/* --- Pages that look for changes. What may be put anew is marked data-live; every word comes from a page of ours. --- */

const OFTEN = 5_000;
const SELDOM = 30_000;
const SELDOM_AFTER = 10 * 60_000;
const AT_LEAST_EVERY = 5 * 60_000;

const main = document.getElementById("main");
const live = document.getElementById("live");
const looking = { timer: 0, underWay: false, over: false, failures: 0, lastInput: Date.now(), told: "", fresh: null };

function planNextLook() {
  clearTimeout(looking.timer);
  if (looking.over || document.visibilityState !== "visible") {
    return;
  }
  const pace = Date.now() - looking.lastInput > SELDOM_AFTER ? SELDOM : OFTEN;
  looking.timer = setTimeout(lookForChanges, Math.min(pace * 2 ** looking.failures, AT_LEAST_EVERY));
}

async function lookForChanges() {
  if (looking.underWay || looking.over || document.visibilityState !== "visible") {
    return;
  }
  looking.underWay = true;
  try {
    await lookOnce();
    looking.failures = 0;
  } catch {
    looking.failures += 1;
  }
  looking.underWay = false;
  sayThatItLooks(looking.failures === 0);
  planNextLook();
}

async function lookOnce() {
  const answer = await ask(live.dataset.ask);
  const { changes, mark } = answer ? await answer.json() : {};
  if (looking.over) {
    return;
  }
  if (changes && mark !== looking.told) {
    const page = await ask(live.dataset.page);
    looking.fresh = page && new DOMParser().parseFromString(await page.text(), "text/html");
    looking.told = mark;
  }
  if (!changes && looking.fresh) {
    document.getElementById("live-news").replaceChildren();
    looking.fresh = null;
    looking.told = "";
  }
  if (!looking.over && looking.fresh) {
    showFresh();
  }
}

/* Nothing but the mark of what is shown is sent. Null when there is nothing more to be had here. */
async function ask(path) {
  const address = new URL(path, location.origin);
  address.searchParams.set("since", live.dataset.mark);
  const answer = await fetch(address, { cache: "no-store", mode: "same-origin", redirect: "error" });
  if ([401, 403, 404].includes(answer.status)) {
    endLooking(answer.status === 401 ? "live-no-session" : "live-no-right");
    return null;
  }
  if (!answer.ok) {
    throw new Error("could not look");
  }
  return answer;
}

function showFresh() {
  const token = (page) => page.querySelector("input[name=token]").value;
  if (token(looking.fresh) !== token(document)) {
    endLooking("live-no-session"); /* Somebody signed in anew in another tab: this page is of the session before. */
    return;
  }
  const pairs = [...main.querySelectorAll("[data-live]")]
    .map((region) => [region, looking.fresh.querySelector(`[data-live="${region.dataset.live}"]`)])
    .filter(([region, next]) => next && !region.isEqualNode(next));
  /* What was opened stays under the hands of whoever reads it, also when a fresh page would not show it any more. */
  const losesSomething = ([region, next]) => "holds" in region.dataset && !("holds" in next.dataset);
  const again = placeOfFocusIn(pairs);
  if (isBusy() || again === null) {
    sayNews(document.importNode(looking.fresh.getElementById("live-waiting").content, true));
    return;
  }
  const kept = pairs.filter(losesSomething);
  for (const [region, next] of pairs.filter((pair) => !losesSomething(pair))) {
    region.replaceWith(next);
    showCopyButtons(next);
  }
  again?.focus({ preventScroll: true });
  if (kept.length) {
    sayNews(document.importNode(looking.fresh.getElementById("live-waiting").content, true));
    return;
  }
  sayNews(document.importNode(looking.fresh.getElementById("live-news"), true));
  const next = looking.fresh.getElementById("live");
  live.dataset.mark = next.dataset.mark;
  live.querySelector("a").href = next.querySelector("a").getAttribute("href");
  looking.fresh = null;
}

/* Somebody fills in, selects, has something folded out, or is about to press something: nothing moves now. */
function isBusy() {
  const at = document.activeElement;
  const inField = at !== main && main.contains(at) && !at.matches("a");
  const changed = [...main.querySelectorAll("input, textarea, select")].some((field) => field.matches("select")
    ? [...field.options].some((option) => option.selected !== option.defaultSelected)
    : field.checked !== field.defaultChecked || field.value !== field.defaultValue);
  const selection = getSelection();
  const selects = !selection.isCollapsed && main.contains(selection.anchorNode);
  const aims = matchMedia("(hover: hover)").matches && main.querySelector(":is(a, button, label, input, summary):hover");
  return inField || changed || selects || aims || main.querySelector("[data-live] details[open]");
}

/* Where the focus goes when the link that has it is put anew: undefined if it need not move, null if it has no place. */
function placeOfFocusIn(pairs) {
  const pair = pairs.find(([region]) => region.contains(document.activeElement));
  const href = pair && document.activeElement.getAttribute("href");
  return pair && ([...pair[1].querySelectorAll("a")].find((link) => link.getAttribute("href") === href) ?? null);
}

/* Read out politely; the same words twice are said once. */
function sayNews(said) {
  const news = document.getElementById("live-news");
  const link = said.querySelector("a");
  if (link) {
    link.href = live.querySelector("a").getAttribute("href");
  }
  if (news.textContent.trim() !== said.textContent.trim()) {
    news.replaceChildren(...said.childNodes);
  }
}

function sayThatItLooks(does) {
  live.querySelector("a").hidden = does;
  live.querySelector("span").hidden = !does;
}

/* The right or the session ended: nothing of the page is left. */
function endLooking(why) {
  looking.over = true;
  const said = document.getElementById(why);
  const heading = document.createElement("h1");
  heading.textContent = said.dataset.heading;
  main.replaceChildren(heading, said.content.cloneNode(true));
  main.focus();
}

function startLooking() {
  for (const kind of ["pointerdown", "keydown", "wheel"]) {
    addEventListener(kind, () => { looking.lastInput = Date.now(); }, { passive: true });
  }
  addEventListener("pageshow", planNextLook);
  document.addEventListener("visibilitychange", lookForChanges);
  sayThatItLooks(true);
  planNextLook();
}

focusNews();
showCopyButtons(document);
if (live) {
  startLooking();
}
