/**
 * How the client is built, into the Python package: the board (mode production) is served at / and /assets/, the
 * phone's pages (mode field) at /field and /goods, with a service worker that knows every file of their shell.
 */
import { createHash } from "node:crypto";
import react from "@vitejs/plugin-react";
import type { Plugin, UserConfig } from "vite";
import { defineConfig } from "vitest/config";

const FROM_SERVER = "http://127.0.0.1:8000";
const STATIC = "../src/yipanqi/web/static";
const TARGET = "es2022";

/** Tells the service worker which files make the shell, and a version that changes with any of them. */
function shellList(): Plugin {
  return {
    name: "yipanqi-shell-list",
    enforce: "post",
    generateBundle(_, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("the field client has no service worker");
      const others = Object.values(bundle).filter((part) => part !== worker);
      // Names carry a hash of what is in them, all but the page's.
      const files = others.map((part) => part.fileName).filter((name) => !name.endsWith(".html"));
      const version = createHash("sha256").update(files.sort().join()).update(worker.code);
      for (const part of others) {
        if (part.type === "asset" && part.fileName.endsWith(".html")) version.update(part.source);
      }
      worker.code = worker.code
        .replaceAll("__SHELL_FILES__", JSON.stringify(files.map((name) => `/field/${name}`)))
        .replaceAll("__SHELL_VERSION__", JSON.stringify(version.digest("hex").slice(0, 12)));
    },
  };
}

const board: UserConfig = {
  build: {
    outDir: STATIC,
    emptyOutDir: true,
    target: TARGET,
    chunkSizeWarningLimit: 1200,
    rollupOptions: {
      input: { index: "index.html", push: "src/messages/worker.ts" },
      // A service worker keeps its address; the browser itself looks whether it is another one.
      output: { entryFileNames: (chunk) => (chunk.name === "push" ? "assets/push.js" : "assets/[name]-[hash].js") },
    },
  },
};

const field: UserConfig = {
  base: "/field/",
  publicDir: "src/phone/public",
  build: {
    outDir: `${STATIC}/field`,
    emptyOutDir: true,
    target: TARGET,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { field: "field.html", goods: "goods.html", sw: "src/phone/worker.ts" },
      output: { entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js") },
    },
  },
};

export default defineConfig(({ mode }) => ({
  ...(mode === "field" ? field : board),
  plugins: mode === "field" ? [react(), shellList()] : [react()],
  server: { proxy: { "/api": FROM_SERVER, "/sign-in": FROM_SERVER } },
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    testTimeout: 60_000, // how fast a machine is decides no test
  },
}));
