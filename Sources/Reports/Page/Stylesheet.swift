/// How the page looks on screens of any width, light or dark, and in print.
enum Stylesheet {
  static var text: Markup {
    let series = Palette.light.series.indices.map { index in
      ".s\(index + 1){--c:var(--series-\(index + 1))}" as Markup
    }
    return """

      :root{color-scheme:light dark;\(Markup(escaping: Palette.light.properties))}
      @media (prefers-color-scheme:dark){:root{\(Markup(escaping: Palette.dark.properties))}}
      \(series.joined())
      \(page)
      \(tables)
      \(drawings)
      @media print{:root{color-scheme:light;\(Markup(escaping: Palette.light.properties))}
      \(printed)}

      """
  }

  private static let page: Markup = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;background:var(--ground);color:var(--ink);
    font:17px/1.55 Charter,"Bitstream Charter","Iowan Old Style","Palatino Linotype",Palatino,
    Georgia,"Liberation Serif","Noto Serif",serif}
    main{max-width:1060px;margin:0 auto;padding:56px 28px 72px}
    h1,h2,h3,p,ul,ol,figure{margin:0}
    h1{font-size:36px;line-height:1.15;font-weight:400;letter-spacing:-.01em;margin:4px 0 14px;
    overflow-wrap:anywhere}
    h2{font-size:22px;line-height:1.25;font-weight:400;margin:0 0 10px;overflow-wrap:anywhere}
    figure>h2{font-size:19px;margin-bottom:8px}
    h3{font-size:15px;line-height:1.3;font-weight:600;margin:0 0 6px;overflow-wrap:anywhere}
    header,section,nav{margin:0 0 44px}
    section>p,.lead,.facts,#notes ul{max-width:68ch}
    section>p{margin:0 0 14px}
    .kind{font-variant:small-caps;letter-spacing:.06em;color:var(--muted)}
    .lead{font-size:19px;line-height:1.5;margin-bottom:10px}
    .facts,.few,.nothing{color:var(--muted)}
    .facts,.few{font-size:15px}
    .nothing{font-style:italic;padding:24px 0}
    a{color:inherit;text-decoration-color:var(--rule);text-underline-offset:3px}
    a:hover{text-decoration-color:currentColor}
    nav ol{padding-left:1.3em;columns:2 320px;column-gap:48px}
    nav li{break-inside:avoid;padding-left:.2em;margin-bottom:2px}
    nav .few{display:block;line-height:1.45}
    #notes ul{padding-left:1.1em}
    #notes li{margin-bottom:6px}
    .pairs{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,330px),1fr));
    gap:44px clamp(28px,5vw,56px);align-items:start}
    .pairs>figure{max-width:476px;min-width:0}
    .pairs>.wide{grid-column:1/-1;max-width:none}
    .multiples{display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));
    gap:30px 24px;align-items:start}
    .multiples>figure{min-width:0;max-width:320px}
    .multiples figcaption{font-size:14px;line-height:1.4}
    figcaption{font-size:16px;line-height:1.5;margin-top:8px;overflow-wrap:anywhere}
    figcaption .few{font-size:inherit}
    details{margin-top:6px;font-size:15px}
    summary{cursor:pointer;color:var(--muted);width:fit-content}
    summary:hover{color:var(--ink)}
    :focus-visible{outline:2px solid var(--series-1);outline-offset:2px}
    @media (max-width:600px){body{font-size:16px}main{padding:28px 18px 48px}
    h1{font-size:28px}.lead{font-size:17px}.pairs{gap:36px}header,section,nav{margin-bottom:36px}}
    """

  private static let tables: Markup = """
    .scroll{overflow-x:auto;max-width:100%}
    details .scroll{max-height:420px;overflow-y:auto;margin-top:4px}
    table{border-collapse:collapse;font-size:15px;line-height:1.4;
    border-top:1.5px solid var(--ink);border-bottom:1.5px solid var(--ink)}
    th,td{padding:5px 18px 5px 0;text-align:left;vertical-align:top;font-weight:400}
    th:last-child,td:last-child{padding-right:0}
    thead th{color:var(--muted);border-bottom:1px solid var(--rule);vertical-align:bottom}
    thead .n{white-space:normal;min-width:4.5em}
    tbody tr+tr>*{border-top:1px solid var(--grid)}
    .n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums lining-nums}
    .strong,.own>*{font-weight:600}
    .metrics th[scope=row],.models th[scope=row]{white-space:nowrap}
    .what{color:var(--muted);min-width:220px}
    .models td,.models th{padding-right:13px}.models tr>:last-child{padding-right:0}
    .models .n{min-width:0}
    .gap{display:block;color:var(--muted);font-size:12px;font-weight:400}
    .clear{color:var(--ink);font-weight:600}
    details table{font-size:14px}
    details td,details th{padding-top:2px;padding-bottom:2px}
    @media (max-width:600px){.metrics,.metrics tbody{display:block}.metrics thead{display:none}
    .metrics tr{display:grid;grid-template-columns:1fr auto auto;column-gap:14px;padding:5px 0}
    .metrics tr+tr{border-top:1px solid var(--grid)}.metrics tr>*{border:0;padding:0}
    .metrics th[scope=row]{white-space:normal}.what{grid-column:1/-1}}
    """

  private static let drawings: Markup = """
    svg{display:block;overflow:visible}
    figure>svg{width:100%;height:auto;font-family:"Helvetica Neue",Helvetica,Arial,
    "Liberation Sans","Noto Sans",sans-serif;font-variant-numeric:tabular-nums lining-nums}
    svg svg{overflow:hidden}
    .t{fill:var(--muted)}.ink{fill:var(--ink)}.own{fill:var(--c)}
    .grid,.zero,.axis,.ref,.line,.thin,.whisker,.ends{fill:none}
    .grid{stroke:var(--grid)}.zero,.axis{stroke:var(--muted);stroke-opacity:.55}
    .ref{stroke:var(--muted);stroke-dasharray:4 3.5;stroke-width:1.1}
    .ref-2{stroke-dasharray:1.2 3;stroke-linecap:round}
    .line{stroke:var(--c);stroke-width:1.8;stroke-linejoin:round}
    .thin{stroke:var(--c);stroke-width:.9;stroke-opacity:.6}
    .whisker{stroke:var(--c);stroke-width:1.5}
    .ends{stroke:var(--ink);stroke-width:1.2;stroke-opacity:.8}
    .band{fill:var(--c);fill-opacity:.16}
    .fill{fill:var(--c)}.bar{fill:var(--c);fill:color-mix(in srgb,var(--c) 64%,var(--ground))}
    .positive{fill:var(--positive)}.negative{fill:var(--negative)}
    .positive,.negative{stroke:var(--grid);stroke-width:.5}
    .none{fill:none;stroke:var(--grid);stroke-dasharray:2 2}
    .frame{fill:none;stroke:var(--rule)}
    """

  private static let printed: Markup = """
    :root{--ground:#fff}
    body{font-size:10.5pt}figcaption,.multiples figcaption{font-size:9pt}
    h2,figure>h2{font-size:13pt}h3{font-size:9.5pt}
    table,details table{font-size:8.5pt}.gap{font-size:7pt}th,td{padding-right:10px}
    .scroll{overflow:visible}.pairs>.tabular,.pairs>.wide{grid-column:1/-1;max-width:none}
    main{max-width:none;padding:0}
    nav,details:not([open]){display:none}
    figure,tr{break-inside:avoid}h1,h2,h3{break-after:avoid}
    details .scroll{max-height:none}
    .pairs{grid-template-columns:1fr 1fr;gap:24px}.multiples{grid-template-columns:repeat(3,1fr)}
    """
}
