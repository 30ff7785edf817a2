// Fills static/codex/ with the few style sheets of Wikimedia's Codex design system that Haven's pages use, their
// licences, and a note saying which versions they are. Haven never commits them and never loads them from elsewhere.
// It needs only the "dependencies" of package.json, because Toolforge's build may leave the others out.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const project = join(dirname(fileURLToPath(import.meta.url)), "..");
const destination = join(project, "static", "codex");

const wanted = {
  "@wikimedia/codex": {
    "dist/codex.style.css": "codex.style.css",
    "dist/codex.style-rtl.css": "codex.style-rtl.css",
    LICENSE: "LICENSE-codex.txt",
  },
  "@wikimedia/codex-design-tokens": {
    "theme-wikimedia-ui-root.css": "theme-wikimedia-ui-root.css",
    "theme-wikimedia-ui-mode-dark.css": "theme-wikimedia-ui-mode-dark.css",
    LICENSE: "LICENSE-codex-design-tokens.txt",
  },
};

rmSync(destination, { recursive: true, force: true });
mkdirSync(destination, { recursive: true });

const versions = [];
for (const [name, files] of Object.entries(wanted)) {
  const source = join(project, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  versions.push(`${name} ${version} (${license})`);
  for (const [from, to] of Object.entries(files)) {
    copyFileSync(join(source, from), join(destination, to));
  }
}

writeFileSync(join(destination, "VERSIONS.txt"), versions.join("\n") + "\n");
console.log(`static/codex: ${versions.join(", ")}`);
