// Asks the server for news: a page of an older build is loaded again, and what is wrong is shown above the page.
(() => {
  const shown = document.currentScript.dataset.build;
  let stream;

  // A browser opens few connections to one server, so a page that nobody sees has none.
  const listen = () => {
    if (document.hidden) {
      stream?.close();
      stream = undefined;
    } else if (!stream) {
      stream = new EventSource("/.digest/news");
      stream.onmessage = (message) => tell(JSON.parse(message.data));
    }
  };

  const tell = ({ build, faults }) => {
    if (build !== shown) location.reload();
    else show(faults);
  };

  const show = (faults) => {
    document.getElementById("digest-faults")?.remove();
    if (!faults.length) return;
    const host = document.createElement("div");
    host.id = "digest-faults";
    host.setAttribute("role", "alert");
    const root = host.attachShadow({ mode: "open" }); // the theme's style stays outside
    const style = document.createElement("style");
    style.textContent = `
      section { position: fixed; inset: auto 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto; padding: 1rem;
        box-sizing: border-box; background: #2b0b0b; color: #fff; border-top: 4px solid #ff5c5c;
        font: 15px/1.5 ui-monospace, monospace; }
      p { margin: 0 0 .5rem; } p:first-child { font-weight: bold; } .hint { color: #ffd08a; padding-left: 2ch; }`;
    const box = document.createElement("section");
    const add = (text, kind) => {
      const line = document.createElement("p");
      line.textContent = text;
      line.className = kind;
      box.append(line);
    };
    add("This is the last good page. What is wrong:", "title");
    for (const { message, hint } of faults) {
      add(message, "fault");
      if (hint) add(`hint: ${hint}`, "hint");
    }
    root.append(style, box);
    document.body.append(host);
  };

  document.addEventListener("visibilitychange", listen);
  listen();
})();
