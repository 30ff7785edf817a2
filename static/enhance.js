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

/* A case is in its page alone: the browser asks before it is left without having been downloaded. */
function guardCase(form) {
  let keep = true;
  let leaving = false;
  form.addEventListener("input", () => { keep = true; });
  form.addEventListener("submit", (event) => {
    const downloads = event.submitter && event.submitter.value === "download";
    leaving = !downloads;
    keep = keep && !downloads;
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (keep && !leaving) {
      event.preventDefault();
    }
  });
}

/* --- Pages that look for changes. What may be put anew is marked data-live; every word comes from a page of ours. --- */

/* How often a page looks, by how long ago somebody touched it. */
const PACES = [[60_000, 2_000], [10 * 60_000, 5_000], [Infinity, 30_000]];
const AT_LEAST_EVERY = 5 * 60_000;

const main = document.getElementById("main");
const live = document.getElementById("live");
/* `shown`: the mark of what stands here. `seen`: of what stood here when somebody last touched the page, or on it.
   `fresh`: a newer page that waits to be shown, `told` its mark. */
const looking = { timer: 0, underWay: false, over: false, failures: 0, lastInput: Date.now() };

function planNextLook() {
  clearTimeout(looking.timer);
  if (looking.over || document.visibilityState !== "visible") {
    return;
  }
  const [, pace] = PACES.find(([within]) => Date.now() - looking.lastInput <= within);
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
  const answer = await ask(withMark(live.dataset.ask, looking.fresh ? looking.told : looking.shown));
  const { changes, mark } = answer ? await answer.json() : {};
  if (changes) {
    const page = await ask(withMark(live.dataset.page, looking.seen));
    looking.fresh = page && new DOMParser().parseFromString(await page.text(), "text/html");
    looking.told = mark;
  }
  if (looking.fresh && !looking.over) {
    showFresh();
  }
}

function withMark(path, mark) {
  const address = new URL(path, location.origin);
  address.searchParams.set("since", mark);
  return address;
}

/* Sends nothing but the mark. Null when there is nothing more to be had here. */
async function ask(address) {
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
  /* What was opened stays before whoever reads it, also when a fresh page would not show it any more. */
  const goes = ([region, next]) => "holds" in region.dataset && !("holds" in next.dataset);
  const focus = placeOfFocusIn(pairs);
  const waits = isBusy() || focus === null;
  for (const [region, next] of waits ? [] : pairs.filter((pair) => !goes(pair))) {
    region.replaceWith(next);
    showCopyButtons(next);
  }
  if (waits || pairs.some(goes)) {
    sayNews(looking.fresh.getElementById("live-waiting").content);
    return;
  }
  focus?.focus({ preventScroll: true });
  sayNews(looking.fresh.getElementById("live-news"));
  looking.shown = looking.fresh.getElementById("live").dataset.mark;
  looking.fresh = null;
}

/* Somebody fills in, selects, has something folded out, or is about to press something: nothing moves now. Nor on a
   page that says what is missing: what was filled in came back with it. */
function isBusy() {
  const at = document.activeElement;
  const inField = at !== main && main.contains(at) && !at.matches("a");
  const changed = [...main.querySelectorAll("input, textarea, select")].some((field) => field.matches("select")
    ? [...field.options].some((option) => option.selected !== option.defaultSelected)
    : field.checked !== field.defaultChecked || field.value !== field.defaultValue);
  const selection = getSelection();
  const selects = !selection.isCollapsed && main.contains(selection.anchorNode);
  const aims = matchMedia("(hover: hover)").matches && main.querySelector(":is(a, button, label, input, summary):hover");
  return inField || changed || selects || aims || main.querySelector("#error-summary, [data-live] details[open]");
}

/* Where the focus goes when the link that has it is put anew: undefined if it need not move, null if it has no place. */
function placeOfFocusIn(pairs) {
  const pair = pairs.find(([region]) => region.contains(document.activeElement));
  const href = pair && document.activeElement.getAttribute("href");
  return pair && ([...pair[1].querySelectorAll("a")].find((link) => link.getAttribute("href") === href) ?? null);
}

/* Read out politely; the same words twice are said once. */
function sayNews(source) {
  const news = document.getElementById("live-news");
  const said = document.importNode(source, true);
  const link = said.querySelector("a");
  if (link) {
    link.href = withMark(live.dataset.page, looking.seen);
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
  if (why === "live-no-session") {
    document.querySelector(".who").remove();
  }
  main.focus();
}

function noteInput() {
  looking.lastInput = Date.now();
  if (!looking.fresh && looking.seen !== looking.shown) {
    looking.seen = looking.shown;
    live.querySelector("a").href = withMark(live.dataset.page, looking.seen);
  }
}

function startLooking() {
  looking.shown = looking.seen = live.dataset.mark;
  for (const kind of ["pointerdown", "keydown", "wheel"]) {
    addEventListener(kind, noteInput, { passive: true });
  }
  addEventListener("pageshow", planNextLook);
  document.addEventListener("visibilitychange", lookForChanges);
  sayThatItLooks(true);
  planNextLook();
}

focusNews();
showCopyButtons(document);
for (const field of document.querySelectorAll("input[name=case]")) {
  guardCase(field.form);
}
if (live) {
  startLooking();
}
