r"""What TeX commands stand for: accents, letters, symbols, wrappers. Facts of LaTeX 2e, T1, textcomp and amsmath."""

from __future__ import annotations

__all__ = [
    "ACCENT_MARKS",
    "DROPPED_WITH_ARGUMENT",
    "HARMLESS",
    "LETTER_COMMANDS",
    "MARKUP_COMMANDS",
    "MATH_ACCENTS",
    "SWITCHES",
    "SYMBOLS",
    "WRAPPERS",
]

# accent command → combining mark (LaTeX 2e, T1 and the documentation of \d, \b, \k)
ACCENT_MARKS: dict[str, str] = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "h": "\u0309", "r": "\u030a", "H": "\u030b", "v": "\u030c", "U": "\u030e", "G": "\u030f",
    "f": "\u0311", "d": "\u0323", "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361",
}  # fmt: skip

# the accents of mathematics, and names that packages give to the ones above
MATH_ACCENTS: dict[str, str] = {
    "bar": "\u0304", "overline": "\u0305", "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303",
    "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "acute": "\u0301", "grave": "\u0300", "check": "\u030c", "breve": "\u0306",
    "ocirc": "\u030a", "mathring": "\u030a", "textdotbelow": "\u0323", "textsubdot": "\u0323", "textsubring": "\u0325",
}  # fmt: skip

LETTER_COMMANDS: dict[str, str] = {
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "ı",
    "j": "ȷ", "aa": "å", "AA": "Å", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ",
    "NG": "Ŋ",
}  # fmt: skip

SYMBOLS: dict[str, str] = {
    # escaped specials and spaces
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\n": " ", "\t": " ", ",": "\u2009", ";": " ",
    ":": " ", "!": "", "/": "", "-": "\u00ad", "@": "", "\\": " ", "*": "", "quad": " ", "qquad": " ", "space": " ",
    "newline": " ", "linebreak": " ", "break": "", "par": " ", "allowbreak": "", "nobreak": "", "nobreakspace": "\u00a0", "thinspace": "\u2009",
    # textcomp and friends
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "lq": "‘", "rq": "’",
    "textquotesingle": "'", "textquotedbl": '"', "quotedblbase": "„", "quotesinglbase": "‚", "guillemotleft": "«",
    "guillemotright": "»", "guilsinglleft": "‹", "guilsinglright": "›", "textendash": "–", "textemdash": "—", "textellipsis": "…", "ldots": "…",
    "dots": "…", "cdots": "⋯", "textbackslash": "\\", "backslash": "\\", "textasciitilde": "~", "textasciicircum": "^",
    "textbraceleft": "{", "textbraceright": "}", "lbrace": "{", "rbrace": "}", "textless": "<", "textgreater": ">", "lt": "<", "gt": ">",
    "textbar": "|", "textunderscore": "_", "textdollar": "$", "textquestiondown": "¿", "textexclamdown": "¡", "textbullet": "•",
    "textperiodcentered": "·", "textdegree": "°", "degree": "°", "textregistered": "®", "texttrademark": "™", "textcopyright": "©",
    "copyright": "©", "pounds": "£", "textsterling": "£", "texteuro": "€", "euro": "€", "textyen": "¥", "textcent": "¢", "S": "§", "P": "¶", "textsection": "§", "textparagraph": "¶",
    "dag": "†", "ddag": "‡", "textdagger": "†", "textdaggerdbl": "‡", "textordfeminine": "ª", "textordmasculine": "º", "textnumero": "№",
    "textmu": "µ", "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾", "textvisiblespace": "␣", "textinterrobang": "‽",
    "textasciimacron": "¯", "textasciiacute": "´", "textasciidieresis": "¨", "textasciigrave": "`", "textasteriskcentered": "*",
    "slash": "/", "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "XeTeX": "XeTeX", "XeLaTeX": "XeLaTeX", "LuaTeX": "LuaTeX",
    "AmS": "AMS", "AMS": "AMS", "MF": "METAFONT", "cprime": "ʹ", "cdprime": "ʺ", "ayn": "ʿ", "hamza": "ʾ", "textquotestraightbase": "‚",
    "textturnedcomma": "ʻ", "textcommaabove": "ʼ",
    # mathematics that stands in titles
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς",
    "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "times": "×", "div": "÷",
    "pm": "±", "mp": "∓", "cdot": "⋅", "ast": "∗", "star": "⋆", "circ": "∘", "bullet": "•", "cap": "∩", "cup": "∪", "vee": "∨", "wedge": "∧", "oplus": "⊕",
    "otimes": "⊗", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "simeq": "≃", "cong": "≅", "equiv": "≡",
    "propto": "∝", "ll": "≪", "gg": "≫", "subset": "⊂", "supset": "⊃", "subseteq": "⊆", "supseteq": "⊇", "in": "∈", "ni": "∋", "notin": "∉", "emptyset": "∅",
    "forall": "∀", "exists": "∃", "neg": "¬", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫", "surd": "√", "angle": "∠",
    "perp": "⊥", "parallel": "∥", "mid": "∣", "to": "→", "rightarrow": "→", "leftarrow": "←", "gets": "←", "uparrow": "↑", "downarrow": "↓",
    "leftrightarrow": "↔", "Rightarrow": "⇒", "Leftarrow": "⇐", "Leftrightarrow": "⇔", "longrightarrow": "⟶", "mapsto": "↦", "hookrightarrow": "↪", "langle": "⟨",
    "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "prime": "′", "ell": "ℓ", "hbar": "ℏ", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ",
    "odot": "⊙", "Box": "□", "square": "□", "diamond": "⋄", "clubsuit": "♣", "diamondsuit": "♢", "heartsuit": "♡", "spadesuit": "♠", "flat": "♭", "natural": "♮", "sharp": "♯",
    "vdash": "⊢", "models": "⊧", "top": "⊤", "bot": "⊥", "setminus": "∖", "textminus": "−", "checkmark": "✓", "imath": "ı", "jmath": "ȷ",
}  # fmt: skip

# commands whose argument stays and which themselves say nothing about the text
WRAPPERS = frozenset(
    "text mbox hbox textrm textnormal textup textmd textsf texttt ensuremath mathrm mathit mathbf mathsf mathtt mathcal mathbb mathfrak bm"
    " boldsymbol operatorname protect relax rm normalfont upshape mdseries sf tt sffamily ttfamily rmfamily small footnotesize scriptsize"
    " large Large displaystyle textstyle scriptstyle url path nolinkurl uppercase lowercase MakeUppercase MakeLowercase textlatin textenglish foreignquote"
    " left right big Big bigl bigr limits nolimits newblock noindent bibinfo bibnamefont bibfnamefont hyphen nocase fontencoding selectfont smaller underline"
    " uline ul mkbibparens parens bibstring autocap mkbibbold mkbibemph mkbibitalic mathop mathbin mathrel mathord mathnormal mathscr textarabic textpersian textfarsi RL LR".split()
)

# command → CSL markup
MARKUP_COMMANDS: dict[str, tuple[str, str]] = {
    "emph": ("<i>", "</i>"), "textit": ("<i>", "</i>"), "textsl": ("<i>", "</i>"), "mkbibemph": ("<i>", "</i>"),
    "mkbibitalic": ("<i>", "</i>"), "textbf": ("<b>", "</b>"), "mkbibbold": ("<b>", "</b>"), "mathbf": ("<b>", "</b>"),
    "mathit": ("<i>", "</i>"),
    "textsuperscript": ("<sup>", "</sup>"), "textsubscript": ("<sub>", "</sub>"),
    "textsc": ('<span style="font-variant:small-caps;">', "</span>"),
    "mkbibquote": ("“", "”"), "enquote": ("“", "”"), "textquote": ("“", "”"), "uline": ("", ""),
}  # fmt: skip

# {\it …}: a switch that holds to the end of its group
SWITCHES: dict[str, str] = {
    "it": "emph", "em": "emph", "itshape": "emph", "sl": "emph", "slshape": "emph", "bf": "textbf", "bfseries": "textbf",
    "sc": "textsc", "scshape": "textsc",
}  # fmt: skip

# commands that vanish together with their first argument (sorting tricks, layout, and what must never be carried on)
DROPPED_WITH_ARGUMENT = frozenset(
    "noopsort noop nop sortnoop label index hspace vspace phantom hphantom vphantom color textcolor definecolor input include"
    " includegraphics usepackage documentclass begin end write immediate openout openin closeout read special directlua latelua"
    " verbatiminput lstinputlisting catcode newcommand renewcommand providecommand def gdef edef xdef let csname usefont fontsize setlength"
    " ShellEscape pdffiledump newwrite newread footnote footnotemark marginpar kern raisebox lower raise hskip vskip cite citep citet".split()
)

# what may be carried on as it stands: nothing here opens a file, defines a command or runs a program
HARMLESS = frozenset(
    {*ACCENT_MARKS, *MATH_ACCENTS, *LETTER_COMMANDS, *SYMBOLS, *MARKUP_COMMANDS, *SWITCHES, *WRAPPERS, "href"}
)
