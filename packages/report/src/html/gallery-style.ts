/**
 * Rules of the image grid: five in a row where there is room, three on a tablet, two on a phone. Colors come from
 * the page, where it has them.
 */
export const galleryStyle = `
.polyhead-gallery{display:grid;grid-template-columns:repeat(5,minmax(0,1fr));gap:14px;list-style:none;margin:14px 0;padding:0}
.polyhead-gallery li{font-size:.8rem;line-height:1.4;min-width:0;break-inside:avoid}
.polyhead-gallery img,.polyhead-gallery .none{display:block;width:100%;aspect-ratio:1;object-fit:cover;border-radius:6px;background:var(--shade,#8882)}
.polyhead-gallery .none{display:grid;place-items:center;color:var(--muted,inherit)}
.polyhead-gallery p{margin:4px 0 2px;color:var(--muted,inherit);font-size:.72rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;unicode-bidi:isolate}
.polyhead-gallery dl{margin:0;display:grid;grid-template-columns:auto 1fr;column-gap:6px}.polyhead-gallery dt{color:var(--muted,inherit)}.polyhead-gallery dd{margin:0;min-width:0}
.polyhead-gallery .right{color:var(--green,inherit);font-weight:700}.polyhead-gallery .wrong{color:var(--vermilion,inherit);font-weight:700}
.polyhead-gallery .said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:700px){.polyhead-gallery{grid-template-columns:repeat(3,minmax(0,1fr));gap:10px}}
@media (max-width:430px){.polyhead-gallery{grid-template-columns:repeat(2,minmax(0,1fr))}}
@media print{.polyhead-gallery p{white-space:normal;overflow-wrap:anywhere}}
.polyhead-gallery.small{grid-template-columns:repeat(auto-fill,minmax(104px,1fr));gap:12px}`;
