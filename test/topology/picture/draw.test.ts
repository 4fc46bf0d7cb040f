import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { drawTopology } from '../../../topology/picture/draw.ts';
import { alone, equalMembers, google, googleDatabase, multicloud } from './models.ts';

/** All texts of an SVG, as a reader sees them. */
const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/gu)].map(([, text]) => text ?? '');

describe('drawTopology', () => {
  it('writes everything as text, in the words of the field', async () => {
    const seen = texts(await drawTopology(google));
    for (const text of [
      'Clients',
      'Global load balancer',
      'us-central1',
      'us-east4',
      'web-db-us-east4',
      'web-files',
      'asynchronous',
      'RPO 0',
    ])
      expect(seen).toContain(text);
    expect(seen.filter((text) => text === '10 to 20 instances')).toHaveLength(2);
  });

  it('carries a title and a description for screen readers', async () => {
    const svg = await drawTopology(google, { title: 'Topology of production', idPrefix: 'picture' });
    expect(svg).toContain('role="img" aria-label="Topology of production" aria-describedby="picture-description"');
    expect(svg).toContain('<title>Topology of production</title>');
    const description = /<desc id="picture-description">(?<text>[^<]*)<\/desc>/u.exec(svg)?.groups?.['text'];
    expect(description).toContain(
      'Clients reach us-central1 and us-east4 through the Global load balancer: serves web',
    );
    expect(description).toContain('Between us-central1 and us-east4, asynchronous: RPO 1 s, worst 10 s');
    expect(description).toContain('Region us-east4 (Google Cloud, failover region). Cloud Run: web, nearest');
  });

  it('loads nothing: its only address is the name of the SVG namespace', async () => {
    for (const model of [google, alone, multicloud]) {
      const svg = await drawTopology(model);
      expect(svg.match(/https?:\/\/[^"\s]*/gu)).toEqual(['http://www.w3.org/2000/svg']);
      expect(svg).not.toMatch(/<script|<image|<use|href=|@import|url\(/u);
    }
  });

  it('escapes whatever stands in names', async () => {
    const name = '<script>alert("&")</script>\u0000';
    const svg = await drawTopology(
      { ...google, stores: [{ ...googleDatabase, members: equalMembers('gcp:any', name, ['us-east4']) }] },
      { title: name, idPrefix: '"><b' },
    );
    expect(svg).not.toMatch(/<script|<b|\u0000/u);
    expect(svg).toContain('&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;\ufffd</title>');
  });

  it('draws the same model twice to the same picture', async () => {
    expect(await drawTopology(multicloud)).toBe(await drawTopology(multicloud));
  });

  it('draws synchronous replication solid and asynchronous dashed, and heads only where data arrives', async () => {
    const svg = await drawTopology({ ...google, services: [], stores: [googleDatabase] });
    expect(svg.match(/class="arrow async"/gu)).toHaveLength(2);
    expect(svg.match(/class="head"/gu)).toHaveLength(1);
    expect(svg).toMatch(/\.arrow\.async path \{ stroke-dasharray/u);
  });

  it('does not load the layout library before the first picture', () => {
    const program = `
      import { createRequire } from 'node:module';
      const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('elkjs'));
      const { drawTopology } = await import('./topology/picture/draw.ts');
      const before = loaded();
      await drawTopology({ services: [], stores: [], declared: [], undecided: [] });
      console.log(JSON.stringify({ before, after: loaded() }));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    expect(JSON.parse(printed)).toEqual({ before: false, after: true });
  });
});
