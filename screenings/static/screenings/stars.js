// Pages are the same for everybody: which films and screenings are in this browser's plan is remembered here, and their
// stars are marked. A star is a link to the page that asks how much one wants to see it; one tap answers "want" without
// leaving the page.

const PATH = /^(?<address>.*\/plan\/)star\/(?<name>.+)\/$/u;
const stars = [...document.querySelectorAll("a[data-star]")];
const offers = new Map(stars.map((link) => [link, link.querySelector(".star-words").textContent]));
const spoken = document.createElement("p");
spoken.className = "unseen";
spoken.setAttribute("role", "status");

const recall = (address) => {
  try {
    return JSON.parse(localStorage.getItem(`plan ${address}`) ?? "{}");
  } catch {
    return {}; // nothing that is ours, or a browser that keeps nothing
  }
};
const remember = (address, picks) => {
  try {
    if (picks) localStorage.setItem(`plan ${address}`, picks);
    else localStorage.removeItem(`plan ${address}`);
  } catch {
    // A browser that keeps nothing marks no stars.
  }
};

// A page of the plan says what is in it now.
const page = document.querySelector("[data-plan-picks]");
if (page) remember(page.dataset.planAddress, page.dataset.planPicks);

const mark = () => {
  for (const link of stars) {
    const { address, name } = PATH.exec(link.pathname)?.groups ?? {};
    const isPicked = Boolean(address && name in recall(address));
    link.dataset.star = isPicked ? "picked" : "";
    link.querySelector(".star-mark").textContent = isPicked ? "★" : "☆";
    link.querySelector(".star-words").textContent = isPicked ? document.body.dataset.picked : offers.get(link);
  }
};

const send = async (link) => {
  const { address, name } = PATH.exec(link.pathname).groups;
  const asked = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
  const form = new FormData(asked.getElementById("star-form"));
  form.set("rank", "want");
  const answer = await fetch(link.href, { method: "POST", body: form });
  if (!answer.ok) throw new Error(answer.statusText);
  remember(address, JSON.stringify({ ...recall(address), [name]: "want" }));
  mark();
  spoken.textContent = document.body.dataset.added;
};

// One after the other: the first star of all makes the plan that the next ones go into.
let before = Promise.resolve();
const add = (event) => {
  const link = event.currentTarget;
  if (event.metaKey || event.ctrlKey || event.shiftKey || link.dataset.star) return;
  event.preventDefault();
  before = before.then(() => send(link)).catch(() => location.assign(link.href));
};

if (stars.length) {
  document.body.append(spoken);
  for (const link of stars) link.addEventListener("click", add);
  mark();
  window.addEventListener("pageshow", mark); // a page that the browser kept may be older than the plan
  window.addEventListener("storage", mark);
}
