#!/usr/bin/env node
import "./require-node.js";

// Loaded after the check: Node reads all that is imported at the top before it runs any of it, and an old one ends at the first name that
// it does not have.
await import("./commands.js");
