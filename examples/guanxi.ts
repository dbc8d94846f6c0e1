/** The whole client that the examples need: `GUANXI_URL` and a key (`npx guanxi api-key create --email …`). */
export async function call<T = any>(method: string, path: string, body?: unknown): Promise<T> {
  const url = process.env.GUANXI_URL ?? 'http://127.0.0.1:3000';
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { Authorization: `Bearer ${process.env.GUANXI_KEY}`, 'Content-Type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = response.status === 204 ? null : await response.json();
  if (!response.ok) throw new Error(`${response.status} ${answer.code}: ${JSON.stringify(answer.errors)}`);
  return answer;
}
