// Mounts the coding page as Streamlit does, and lets a test send new data or leave the page.
import receive from "/frontend/doc_store.js";
import mount from "/frontend/surface.js";

const root = document.getElementById("root");
if (location.search.includes("dark")) document.documentElement.className = "dark";

globalThis.load = async () => {
  const [text, surface] = await (await fetch("/data")).json();
  const started = performance.now();
  receive({ data: text });
  globalThis.leave = mount({ parentElement: root, data: surface });
  globalThis.again = () => mount({ parentElement: root, data: { ...surface } }); // as at a change of theme
  globalThis.opened = performance.now() - started;
};
await globalThis.load();
document.documentElement.dataset.ready = "yes";
