import { buildFaceNet } from '@polyhead/model';
import { faceTasks, taskNames } from '@polyhead/tasks';
import { adam } from '@polyhead/training';
import { compiledStep, useTensorFlow } from '@polyhead/tensorflow';
const [B, S, N] = process.argv.slice(2).map(Number) as [number, number, number];
await useTensorFlow();
const tasks = faceTasks();
const net = buildFaceNet({ tasks, imageSize: S });
let t = Date.now();
const step = await compiledStep(net, { optimizer: adam({ learningRate: 1e-4 }), seed: 7 });
console.log('prepare', Date.now() - t, 'ms rss', process.memoryUsage().rss / 1e6 | 0);
const images = Uint8Array.from({ length: B * S * S * 3 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256);
const targets: any = {};
for (const n of taskNames(tasks)) { const u = (tasks as any)[n].units; targets[n] = new Float32Array(B * u).map((_, i) => u === 1 ? (i % 10) / 10 : i % u === (Math.floor(i / u) % u) ? 1 : 0); }
const cpus: number[] = [], walls: number[] = [];
for (let s = 0; s < N; s++) { t = performance.now(); const c = process.cpuUsage(); const r = await step.run({ size: B, images, targets, values: targets, indices: new Uint32Array(B) } as any, { learningRate: 1e-4, step: s }); const u = process.cpuUsage(c); const w = performance.now() - t; if (s === 0) console.log('first', w | 0, 'ms loss', r.loss, 'rss', process.memoryUsage().rss / 1e6 | 0); else { cpus.push((u.user + u.system) / 1000); walls.push(w); } }
const med = (x: number[]) => x.sort((a, b) => a - b)[x.length >> 1]!;
console.log('train  cpu', med(cpus) | 0, 'ms wall', med(walls) | 0, 'ms', (B * 1000 / med(walls)).toFixed(1), 'img/s; by cpu/2', (B * 2000 / med(cpus)).toFixed(1));
cpus.length = walls.length = 0;
for (let s = 0; s < N; s++) { t = performance.now(); const c = process.cpuUsage(); await step.predict(images, B); const u = process.cpuUsage(c); const w = performance.now() - t; if (s) { cpus.push((u.user + u.system) / 1000); walls.push(w); } }
console.log('predict cpu', med(cpus) | 0, 'ms wall', med(walls) | 0, 'ms', (B * 1000 / med(walls)).toFixed(1), 'img/s; by cpu/2', (B * 2000 / med(cpus)).toFixed(1), 'load', (await import('node:os')).loadavg()[0]);
console.log('peak rss MB', process.resourceUsage().maxRSS / 1024 | 0);
await step.dispose();
