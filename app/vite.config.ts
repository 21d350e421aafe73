/** How the client is built: into the Python package, served by it: the page at /, the rest under /assets/. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const FROM_SERVER = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "../src/yipanqi/web/static",
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { "/api": FROM_SERVER, "/sign-in": FROM_SERVER } },
  test: { environment: "happy-dom", include: ["tests/**/*.test.{ts,tsx}"] },
});
