/// How the page looks: light and dark as the reader's device is, from a phone to a wall.
enum DashboardStyle {
  static let text: StaticString = """

    :root {
      color-scheme: light dark;
      --page: #f3f4f6; --card: #ffffff; --ink: #1b2027; --faint: #525c68; --line: #d6dbe1; --focus: #0a53be;
      --green: #176f31; --yellow: #7a5000; --red: #b3221b; --none: #525c68;
      --green-fill: #1f883d; --yellow-fill: #e5a50a; --red-fill: #cf222e; --on-green: #ffffff; --on-yellow: #231a00;
      --on-red: #ffffff; --green-wash: #eaf5ec; --yellow-wash: #fdf4dc; --red-wash: #fdeceb;
      --succeeded: #58a36d; --held: #8d96a0; --skipped: #b1b9c2; --failed: #d9660a; --rolled-back: #8250df; --taken-back: #4a7fb5;
      --in-doubt: #b3221b; --chart: #2f6fb7; --band: #b9d2ee;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #0e1216; --card: #171c22; --ink: #e4e9ee; --faint: #9aa6b2; --line: #2d343c; --focus: #79b8ff;
        --green: #5fcf7c; --yellow: #e6b84a; --red: #ff8178; --none: #9aa6b2;
        --green-fill: #2f9a4b; --yellow-fill: #e0a91f; --red-fill: #f0473f; --on-green: #ffffff; --on-red: #1b0000;
        --green-wash: #14251a; --yellow-wash: #2a2212; --red-wash: #301615;
        --succeeded: #3f8a57; --held: #77818c; --skipped: #57606a; --failed: #f0883e; --rolled-back: #a98bf5; --taken-back: #6c9bd0;
        --in-doubt: #ff5a50; --chart: #6cb0f5; --band: #29415d;
      }
    }
    * { box-sizing: border-box; }
    body {
      font: 1rem/1.45 system-ui, sans-serif; color: var(--ink); background: var(--page); margin: 0 auto; max-width: 84rem;
      padding: 1rem clamp(0.75rem, 2.5vw, 2rem) 2rem; overflow-wrap: anywhere; font-variant-numeric: tabular-nums;
    }
    h1, h2, h3, p, ul, dl, dd, figure { margin: 0; padding: 0; }
    h1 { font-size: 1.5rem; line-height: 1.2; }
    h2 { font-size: 1.1rem; margin: 2.25rem 0 0.75rem; }
    h3 { font-size: 1rem; }
    ul { list-style: none; }
    a { color: var(--focus); }
    code { font: 0.875em/1.4 ui-monospace, monospace; }
    :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
    .skip { position: absolute; left: -100vw; top: 0.5rem; background: var(--card); padding: 0.5rem 1rem; z-index: 1; }
    .skip:focus { left: 0.75rem; }
    .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .faint, .made { color: var(--faint); font-size: 0.875rem; }
    .card, .scroll { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
    .card { padding: 0.9rem 1rem; }
    header { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; justify-content: space-between; align-items: end; }
    nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; font-size: 0.9rem; }
    nav a { padding: 0.2rem 0; }
    footer { margin-top: 2.5rem; padding-top: 0.75rem; border-top: 1px solid var(--line); color: var(--faint); font-size: 0.85rem; }

    .answer { display: flex; gap: 1.1rem; align-items: center; margin: 1rem 0 0.9rem; padding: 1rem 1.2rem; border-radius: 12px;
      background: var(--card); border: 1px solid var(--line); }
    .answer h2 { font-size: 1.15rem; font-weight: 500; margin: 0.1rem 0 0; line-height: 1.35; }
    .answer .shape { width: 4.25rem; height: 4.25rem; flex: none; }
    .answer .word { font-size: 1.9rem; font-weight: 700; line-height: 1.1; }
    .answer.green { background: var(--green-wash); } .answer.yellow { background: var(--yellow-wash); }
    .answer.red { background: var(--red-wash); }
    .green > * > .word, .light.green .word { color: var(--green); }
    .yellow > * > .word, .light.yellow .word { color: var(--yellow); }
    .red > * > .word, .light.red .word { color: var(--red); }
    .no-data > * > .word, .light.no-data .word { color: var(--none); }
    .shape { width: 1.25rem; height: 1.25rem; }
    .shape .mark { fill: none; stroke-width: 12; stroke-linecap: round; stroke-linejoin: round; }
    .green .outline { fill: var(--green-fill); } .green .mark { stroke: var(--on-green); }
    .yellow .outline { fill: var(--yellow-fill); stroke: var(--yellow-fill); stroke-width: 6; stroke-linejoin: round; }
    .yellow .mark { stroke: var(--on-yellow); }
    .red .outline { fill: var(--red-fill); } .red .mark { stroke: var(--on-red); }
    .no-data .outline { fill: none; stroke: var(--none); stroke-width: 7; stroke-dasharray: 14 8; }
    .no-data .mark { stroke: var(--none); stroke-width: 9; }
    .lights { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fit, minmax(min(9.25rem, 100%), 1fr)); }
    .light { background: var(--card); border: 1px solid var(--line); border-top: 5px solid var(--none); border-radius: 10px;
      padding: 0.8rem 0.9rem; }
    .light.green { border-top-color: var(--green-fill); } .light.yellow { border-top-color: var(--yellow-fill); }
    .light.red { border-top-color: var(--red-fill); } .light.no-data { border-style: dashed; border-top-width: 5px; }
    .light .head { display: grid; grid-template-columns: auto 1fr; gap: 0.3rem 0.6rem; align-items: center; }
    .light .head > div { display: contents; }
    .light .shape { width: 2.5rem; height: 2.5rem; grid-row: 2; }
    .light h3 { font-size: 1.1rem; line-height: 1.2; grid-row: 1; grid-column: 1 / -1; }
    .light .word { font-weight: 700; grid-row: 2; white-space: nowrap; }
    .light .reasons { margin-top: 0.6rem; font-size: 0.875rem; }
    .light .reasons li { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
    .light dl { margin-top: 0.6rem; font-size: 0.8rem; color: var(--faint); }
    .light dt, .light dd { display: inline; }
    .light dt::after { content: " "; }
    .rule { margin-top: 0.75rem; font-size: 0.9rem; }
    .rule dl { margin: 0.5rem 0; display: grid; gap: 0.4rem; }
    .rule dl > div { display: grid; grid-template-columns: 6.5rem 1fr; gap: 0.5rem; }
    .rule dt { display: flex; gap: 0.5rem; font-weight: 700; align-items: start; }
    summary { cursor: pointer; color: var(--faint); padding: 0.25rem 0; font-size: 0.875rem; width: fit-content; }
    #stale, .note { padding: 0.75rem 1rem; margin-bottom: 0.75rem; border-radius: 8px; border: 2px solid var(--yellow-fill);
      background: var(--yellow-wash); font-weight: 600; }
    .note { font-weight: 400; border-width: 1px; }
    [hidden] { display: none !important; }
    .is-stale .answer, .is-stale .light { background: var(--card); border-color: var(--none); border-style: dashed; }
    .is-stale .outline { fill: none !important; stroke: var(--none); stroke-width: 6; }
    .is-stale .mark { stroke: var(--none) !important; }
    .is-stale .word { color: var(--none) !important; text-decoration: line-through; }

    .lists { columns: 18rem; column-gap: 0.75rem; }
    .lists > * { break-inside: avoid; margin-bottom: 0.75rem; }
    .lists > :first-child { column-span: all; }
    .lists > :first-child .entries { columns: 26rem; column-gap: 2rem; }
    .lists .count { margin-left: 0.5rem; padding: 0 0.5rem; border-radius: 1rem; background: var(--page); font-size: 0.85rem; }
    .quiet { background: none; align-self: start; }
    .quiet h3 { font-weight: 500; }
    .entries > li { display: grid; grid-template-columns: 1.4rem 1fr; padding: 0.55rem 0; border-top: 1px solid var(--line); }
    .entries > li:first-child { border-top: 0; }
    .lists > :first-child .entries > li { break-inside: avoid; border-top: 0; padding: 0.45rem 0; }
    .entries .what { font-size: 0.95rem; }
    .entries code { display: inline-block; margin-top: 0.15rem; }
    .symbol { font-weight: 700; }
    .alarm .symbol, .bad .symbol, .alarm .what, td.bad, td.alarm { color: var(--red); }
    .caution .symbol, td.caution { color: var(--yellow); }
    .good .symbol, td.good { color: var(--green); }
    .over { color: var(--faint); }

    .legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.1rem; margin-bottom: 0.6rem; font-size: 0.85rem; color: var(--faint); }
    .legend li { display: flex; gap: 0.4rem; align-items: end; }
    .legend svg { width: 0.5rem; height: 1.2rem; background: none; }
    .heat h3 { margin: 1.1rem 0 0.4rem; font-size: 0.95rem; }
    .heat ul { display: grid; gap: 5px; }
    .heat li { display: grid; grid-template-columns: minmax(6rem, 15rem) 1fr 2rem; gap: 0.75rem; align-items: center; }
    .heat .name { font-size: 0.875rem; line-height: 1.2; }
    .heat .number { font-size: 0.8rem; color: var(--faint); text-align: right; }
    .heat .picture svg { display: block; width: 100%; height: 24px; background: linear-gradient(var(--line), var(--line)) 0 100% / 100% 1px no-repeat; }
    .months { display: block; width: calc(100% - 15rem - 3.5rem); height: 20px; margin-left: calc(15rem + 0.75rem); overflow: visible; }
    .months text { font-size: 11px; fill: var(--faint); } .months line { stroke: var(--faint); }
    .succeeded { fill: var(--succeeded); } .skipped { fill: var(--skipped); } .held { fill: var(--held); }
    .failed { fill: var(--failed); } .rolled-back { fill: var(--rolled-back); } .taken-back { fill: var(--taken-back); } .in-doubt { fill: var(--in-doubt); }
    rect:hover { opacity: 0.65; } .foot { pointer-events: none; }

    .charts { display: grid; gap: 0.75rem; grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr));
      margin-top: 0.6rem; align-items: start; }
    figcaption { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline; }
    figcaption .name { font-size: 0.875rem; line-height: 1.25; }
    figcaption .value { font-size: 1.2rem; font-weight: 600; white-space: nowrap; }
    .plot { margin-top: 0.4rem; }
    .plot svg { display: block; width: 100%; height: 84px; border-bottom: 1px solid var(--line); }
    .line { fill: none; stroke: var(--chart); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round;
      vector-effect: non-scaling-stroke; }
    .dots { stroke-width: 6; }
    .band { fill: none; stroke: var(--band); stroke-width: 9; }
    .hit { fill: transparent; }
    rect.hit:hover { opacity: 0.25; fill: var(--chart); }
    .axis { display: flex; justify-content: space-between; font-size: 0.75rem; color: var(--faint); }
    figure details { font-size: 0.85rem; }

    .scroll { overflow-x: auto; }
    details .scroll { max-height: 24rem; overflow-y: auto; margin-top: 0.4rem; }
    table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
    caption { text-align: left; padding: 0.6rem 0.9rem 0.2rem; color: var(--faint); font-size: 0.85rem; }
    th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.9rem; border-top: 1px solid var(--line);
      overflow-wrap: break-word; }
    thead th { border-top: 0; font-size: 0.8rem; color: var(--faint); font-weight: 500; }
    tbody th { font-weight: 500; }
    .gap { color: var(--red); margin-bottom: 0.4rem; }
    .short { white-space: nowrap; }
    .from-wall { display: none; }

    @media (max-width: 44rem) {
      .heat li { grid-template-columns: 1fr 2rem; gap: 0.1rem 0.5rem; }
      .heat .name { grid-column: 1 / -1; }
      .months { width: calc(100% - 2.5rem); margin-left: 0; }
      th, td { padding: 0.35rem 0.55rem; }
      section > .scroll :is(table, caption, tbody, tr, th, td) { display: block; }
      section > .scroll thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
      section > .scroll tr { border-top: 1px solid var(--line); padding: 0.45rem 0; }
      section > .scroll :is(th, td) { border-top: 0; padding: 0.05rem 0.9rem; white-space: normal; overflow-wrap: anywhere; }
      section > .scroll td:empty { display: none; }
      section > .scroll td[data-label]::before { content: attr(data-label) ": "; color: var(--faint); }
      .answer { gap: 0.8rem; padding: 0.9rem; align-items: start; }
      .answer h2 { font-size: 1rem; }
      .answer .word { font-size: 1.6rem; }
      .light { padding: 0.7rem; }
      .light .head { gap: 0.2rem 0.5rem; }
      .light h3 { font-size: 0.95rem; }
      .answer .shape { width: 2.75rem; height: 2.75rem; }
      .light .shape { width: 2rem; height: 2rem; }
    }
    body:has(#wall:target) { max-width: none; padding: 2vmin; }
    body:has(#wall:target) :is(header nav, footer, main > section:not(#wall), .rule) { display: none; }
    body:has(#wall:target) h1 { font-size: 4vmin; }
    body:has(#wall:target) .answer .shape { width: 16vmin; height: 16vmin; }
    body:has(#wall:target) .answer .word { font-size: 9vmin; }
    body:has(#wall:target) .answer h2 { font-size: 3.4vmin; }
    body:has(#wall:target) .lights { grid-template-columns: repeat(auto-fill, minmax(min(46vmin, 100%), 1fr)); gap: 2vmin; }
    body:has(#wall:target) .light .head { display: flex; gap: 2vmin; }
    body:has(#wall:target) .light .head > div { display: block; }
    body:has(#wall:target) .light .shape { width: 15vmin; height: 15vmin; }
    body:has(#wall:target) .light h3 { font-size: 5vmin; }
    body:has(#wall:target) .light .word { font-size: 4.5vmin; }
    body:has(#wall:target) .light .reasons { font-size: 2.6vmin; }
    body:has(#wall:target) .light dl { display: none; }
    body:has(#wall:target) .reasons li { -webkit-line-clamp: 1; }
    body:has(#wall:target) .answer h2 { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
    #wall { scroll-margin-top: 20vmin; }
    body:has(#wall:target) .from-wall { display: block; margin-top: 2vmin; }
    @media (forced-colors: active) { svg { forced-color-adjust: none; } }
    @media print {
      body { max-width: none; padding: 0; background: none; }
      nav, .skip, .hit { display: none; }
      section, .card, tr { break-inside: avoid; }
    }

    """
}
