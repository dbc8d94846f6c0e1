/** One stretch of load, in a process of its own: reads `{url, connections, seconds, headers, requests}`, prints the result. */
import autocannon from 'autocannon';

const chunks: Buffer[] = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const { url, connections, seconds, headers, requests } = JSON.parse(Buffer.concat(chunks).toString());

const result = await autocannon({ url, connections, duration: seconds, headers, requests, timeout: 20 });
const { requests: counts, latency, non2xx, errors, timeouts } = result;
console.log(
  JSON.stringify({
    perSecond: counts.total / result.duration,
    count: counts.total,
    p50: latency.p50,
    p99: latency.p99,
    bad: non2xx + errors + timeouts,
  }),
);
