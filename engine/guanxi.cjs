#!/usr/bin/env node
// biome-ignore-all lint/style/useNodejsImportProtocol: an old Node must be able to read this and say what is missing
'use strict';
const fs = require('fs');
const path = require('path');

const [major, minor] = process.versions.node.split('.').map(Number);
const runsTypes = major > 22 || (major === 22 && minor >= 18);
const cli = ['cli.ts', 'cli.js'].map((name) => path.join(__dirname, name)).find(fs.existsSync);
// the Node that package.json pins, wherever npm has put it
const pinned = module.paths.map((folder) => path.join(folder, 'node', 'bin', 'node')).find(fs.existsSync);

// what was compiled once need not be compiled at each start: half a second of each command
const cache =
  process.env.NODE_COMPILE_CACHE || path.join(__dirname, '..', 'node_modules', '.cache', 'guanxi');

if (pinned && fs.realpathSync(pinned) !== fs.realpathSync(process.execPath)) {
  const args = [cli].concat(process.argv.slice(2));
  const env = Object.assign({}, process.env, { NODE_COMPILE_CACHE: cache });
  const child = require('child_process').spawn(pinned, args, { stdio: 'inherit', env });
  // a terminal sends Ctrl-C to the child by itself
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  process.on('SIGHUP', () => child.kill('SIGHUP'));
  child.on('error', (error) => {
    throw error;
  });
  child.on('exit', (code, signal) => process.exit(signal ? 1 : code));
} else if (runsTypes) {
  process.argv[1] = cli;
  require('module').enableCompileCache(cache);
  void import(require('url').pathToFileURL(cli).href);
} else {
  console.error(`Guanxi needs Node.js 22.18 or newer (https://nodejs.org); this is ${process.version}.`);
  console.error(`Guanxi 需要 Node.js 22.18 或更高版本（https://nodejs.org），当前为 ${process.version}。`);
  process.exit(1);
}
