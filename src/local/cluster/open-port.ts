import { createServer, type Server } from "node:net";

// Opens a listening socket and hands it to its parent process: `node open-port.js <port>...`, the first one that is free.
// The supervisor starts it in the host's network namespace, because a socket belongs to the namespace that it was made in.

function listen(port: number): Promise<Server | undefined> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

async function listenOnFirst(ports: readonly number[]): Promise<Server> {
  for (const port of ports) {
    const server = await listen(port);
    if (server !== undefined) return server;
  }
  throw new Error(`none of the ports ${ports.join(", ")} is free`);
}

const server = await listenOnFirst(process.argv.slice(2).map(Number));
process.send?.(server.address(), server, {}, () => {
  server.close();
  process.disconnect();
});
