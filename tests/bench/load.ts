/** One stretch of load, in a process of its own: reads `{url, connections, seconds, headers, requests}`, prints the result. */
import autocannon, { type Result } from 'autocannon';

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { url, connections, seconds, headers, requests } = JSON.parse(Buffer.concat(chunks).toString());

/** milliseconds of each answer: autocannon's own percentiles are whole ones, and the 95th is not among them */
const took: number[] = [];
const options = { url, connections, duration: seconds, headers, requests, timeout: 20 };
const result = await new Promise<Result>((resolve, reject) => {
  const run = autocannon(options, (error, done) => (error ? reject(error) : resolve(done)));
  run.on('response', (_client, _status, _bytes, milliseconds) => took.push(milliseconds));
});
const { requests: counts, duration, non2xx, errors, timeouts } = result;
took.sort((a, b) => a - b);
const percentile = (part: number): number => took[Math.floor(took.length * part)] ?? Number.NaN;
console.log(
  JSON.stringify({
    perSecond: counts.total / duration,
    count: counts.total,
    p50: percentile(0.5),
    p95: percentile(0.95),
    p99: percentile(0.99),
    bad: non2xx + errors + timeouts,
  }),
);
