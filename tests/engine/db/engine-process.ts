/** An engine that only has a database: starts the server of the folder in its arguments, ends on SIGTERM. */
import { startEmbedded } from '../../../engine/db/index.ts';

const server = await startEmbedded(process.argv[2]!).catch((error) => {
  console.log(JSON.stringify({ refused: error.code, because: error.message }));
  process.exit(1);
});
console.log(JSON.stringify({ connectionString: server.connectionString }));
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
// the server alone does not keep a process
setInterval(() => {}, 60_000);
