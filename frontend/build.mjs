// The look, compiled: Sass of all rooms into one style sheet, and the front-end library's module beside it.
// Run by `npm run build` (in `make install`). Writes only the git-ignored folder `static/interface/built`.
// A room adds its own styles by having src/rapport/<room>/sass/_<room>.scss.
import { copyFile, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileAsync } from "sass";

const home = join(dirname(fileURLToPath(import.meta.url)), "..");
const rooms = join(home, "src", "rapport");
const library = join(home, "node_modules", "govuk-frontend", "dist", "govuk");
const built = join(rooms, "interface", "static", "interface", "built");

async function roomsWithStyles() {
  const found = await readdir(rooms, { withFileTypes: true });
  return found
    .filter((room) => room.isDirectory() && existsSync(join(rooms, room.name, "sass", `_${room.name}.scss`)))
    .map((room) => room.name)
    .sort();
}

// `@use "rooms:all"` in the entry stands for one `@use` per room, in the order of the alphabet.
const allRooms = {
  canonicalize: (address) => (address === "rooms:all" ? new URL(address) : null),
  load: async () => ({
    syntax: "scss",
    contents: (await roomsWithStyles())
      .map((room) => `@use "${room}/sass/${room}" as room-${room};`)
      .join("\n"),
  }),
};

const { css } = await compileAsync(join(rooms, "interface", "sass", "rapport.scss"), {
  style: "compressed",
  loadPaths: [rooms, library],
  importers: [allRooms],
  quietDeps: true,
});

await rm(built, { recursive: true, force: true });
await mkdir(built, { recursive: true });
await writeFile(join(built, "rapport.css"), css);
await copyFile(join(library, "govuk-frontend.min.js"), join(built, "govuk-frontend.min.js"));
console.log(`rapport.css ${Math.round(css.length / 1024)} kB, rooms: ${(await roomsWithStyles()).join(", ") || "none yet"}`);
