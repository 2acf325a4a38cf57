//! The characters that commands of LaTeX stand for, and the marks they put on letters.
//!
//! It must not know how a command is told from text.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Names and what they stand for, in turn.
const SYMBOLS: &str = "
    AA Å aa å AE Æ ae æ OE Œ oe œ O Ø o ø L Ł l ł DH Ð dh ð DJ Đ dj đ NG Ŋ ng ŋ TH Þ th þ SS ẞ ss ß IJ Ĳ ij ĳ
    i ı j ȷ imath ı jmath ȷ P ¶ S § dag † ddag ‡ copyright © pounds £ dots … ldots … cdots ⋯ vdots ⋮
    textellipsis … textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “
    textquotedblright ” textquotesingle ' textquotedbl \" quotedblbase „ quotesinglbase ‚ lq ‘ rq ’
    guillemotleft « guillemotright » guilsinglleft ‹ guilsinglright › flqq « frqq » glqq „ grqq “
    textbackslash \\ backslash \\ textasciitilde ~ textasciicircum ^ textasciigrave ` textasciiacute ´
    textasciimacron ¯ textasciidieresis ¨ textunderscore _ textbraceleft { textbraceright } lbrace { rbrace }
    textbar | textless < textgreater > textdollar $ textpercent % textampersand & textasteriskcentered *
    textnumbersign # textexclamdown ¡ textquestiondown ¿ textbullet • textperiodcentered · textcdot ·
    textdagger † textdaggerdbl ‡ textsection § textparagraph ¶ textcopyright © textregistered ®
    texttrademark ™ textservicemark ℠ textordfeminine ª textordmasculine º textdegree ° textcelsius ℃
    textmu µ textohm Ω textmho ℧ textangstrom Å texteuro € euro € textsterling £ textyen ¥ textcent ¢
    textcurrency ¤ textonehalf ½ textonequarter ¼ textthreequarters ¾ textonesuperior ¹ texttwosuperior ²
    textthreesuperior ³ textpm ± texttimes × textdiv ÷ textminus − textlnot ¬ textsurd √ textfractionsolidus ⁄
    textperthousand ‰ textpertenthousand ‱ textvisiblespace ␣ textnumero № textrightarrow → textleftarrow ←
    textuparrow ↑ textdownarrow ↓ textdoublepipe ǁ textbrokenbar ¦ textreferencemark ※ textestimated ℮
    textmarried ⚭ textdied ✝ textborn * textbardbl ‖ textdoublebarpipe ǂ textacutemacron ˊ textschwa ə textesh ʃ textepsilon ɛ
    slash / _ _
    alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
    varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ
    upsilon υ phi φ varphi ϕ chi χ psi ψ omega ω digamma ϝ
    Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ
    Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω varGamma Γ varDelta Δ varTheta Θ
    varLambda Λ varXi Ξ varPi Π varSigma Σ varUpsilon Υ varPhi Φ varPsi Ψ varOmega Ω
    textalpha α textbeta β textgamma γ textdelta δ textepsilon ε textzeta ζ texteta η texttheta θ textiota ι
    textkappa κ textlambda λ textmugreek μ textnu ν textxi ξ textomikron ο textpi π textrho ρ textsigma σ
    textvarsigma ς texttau τ textupsilon υ textphi φ textchi χ textpsi ψ textomega ω
    textAlpha Α textBeta Β textGamma Γ textDelta Δ textEpsilon Ε textZeta Ζ textEta Η textTheta Θ textIota Ι
    textKappa Κ textLambda Λ textMu Μ textNu Ν textXi Ξ textOmikron Ο textPi Π textRho Ρ textSigma Σ
    textTau Τ textUpsilon Υ textPhi Φ textChi Χ textPsi Ψ textOmega Ω
    pm ± mp ∓ times × div ÷ cdot · ast * star ⋆ circ ° degree ° bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘
    odot ⊙ dagger † ddagger ‡ cap ∩ cup ∪ vee ∨ wedge ∧ lor ∨ land ∧ setminus ∖ wr ≀ amalg ⨿ neg ¬ lnot ¬
    leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ ll ≪ gg ≫ neq ≠ ne ≠ equiv ≡ sim ~ simeq ≃ approx ≈ cong ≅
    asymp ≍ propto ∝ prec ≺ succ ≻ preceq ≼ succeq ≽ lesssim ≲ gtrsim ≳ lt < gt > nless ≮ ngtr ≯ nleq ≰ ngeq ≱
    subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ in ∈ ni ∋ notin ∉ perp ⊥ mid | parallel ∥ vdash ⊢ dashv ⊣ models ⊨
    infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ angle ∠ triangle △ square □
    Box □ Diamond ◇ diamond ⋄ lozenge ◊ clubsuit ♣ diamondsuit ♦ heartsuit ♥ spadesuit ♠ flat ♭ natural ♮
    sharp ♯ checkmark ✓ hbar ℏ ell ℓ wp ℘ Re ℜ Im ℑ aleph ℵ beth ℶ prime ′ surd √ sqrt √ top ⊤ bot ⊥ sum ∑ prod ∏
    coprod ∐ int ∫ iint ∬ oint ∮ bigcap ⋂ bigcup ⋃ therefore ∴ because ∵ female ♀ male ♂ venus ♀ mars ♂
    langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lbrack [ rbrack ] Vert ‖ vert | lvert | rvert |
    leftarrow ← gets ← rightarrow → to → leftrightarrow ↔ uparrow ↑ downarrow ↓ updownarrow ↕ nearrow ↗
    searrow ↘ swarrow ↙ nwarrow ↖ mapsto ↦ Leftarrow ⇐ Rightarrow ⇒ Leftrightarrow ⇔ Uparrow ⇑ Downarrow ⇓
    iff ⇔ implies ⇒ longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸
    hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ rightleftharpoons ⇌ leftrightharpoons ⇋
    dotsb … dotsc … dotsm … dotso … colon : And & upmu μ micro µ ohm Ω angstrom Å celsius ℃ percent %
    TeX TeX LaTeX LaTeX LaTeXe LaTeX2ε BibTeX BibTeX XeTeX XeTeX LuaTeX LuaTeX
    arccos arccos arcsin arcsin arctan arctan arg arg cos cos cosh cosh cot cot csc csc deg deg det det dim dim
    exp exp gcd gcd hom hom inf inf ker ker lg lg lim lim limsup limsup liminf liminf ln ln log log max max
    min min Pr Pr sec sec sin sin sinh sinh sup sup tan tan tanh tanh bmod mod pmod mod
";

/// Commands that say how text is set, or nothing at all.
const SILENT: &str = "
    relax protect noindent indent centering null par bgroup egroup begingroup endgroup bf it em rm sc tt sl sf cal
    bfseries itshape slshape scshape upshape rmfamily sffamily ttfamily mdseries normalfont normalsize tiny
    scriptsize footnotesize small large Large LARGE huge Huge displaystyle textstyle scriptstyle
    scriptscriptstyle limits nolimits left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr
    ignorespaces unskip xspace allowbreak nobreak break sloppy boldmath unboldmath mathstrut strut leavevmode
    nocorr makeatletter makeatother selectfont jfd overline underline text emph textit textbf textrm textsf texttt textsc
    textnormal mathrm mathbf mathit mathsf mathcal mathbb mathfrak boldsymbol operatorname mbox hbox ensuremath
    cyrchar
";

/// Commands that stand for a space, wide or thin.
const SPACES: &str =
    "space quad qquad enspace enskip thinspace negthinspace nobreakspace newline linebreak item hfill hfil ";

/// Commands whose first argument is no text.
const DROPPED: &str = "
    vphantom hphantom phantom hspace vspace label index begin end color textcolor fontsize fontfamily noopsort
    NoopSort ppno setlength raisebox colorbox footnotemark pagestyle selectlanguage foreignlanguage bibstring
    discretionary
";

/// Marks and the commands that put them on the letter that follows.
const MARKS: [(char, &str); 22] = [
    ('\u{300}', "` grave"),
    ('\u{301}', "' ´ acute"),
    ('\u{302}', "^ hat widehat"),
    ('\u{303}', "~ tilde widetilde"),
    ('\u{304}', "= bar"),
    ('\u{306}', "u breve"),
    ('\u{307}', ". dot"),
    ('\u{308}', "\" ddot"),
    ('\u{309}', "h"),
    ('\u{30a}', "r ocirc mathring"),
    ('\u{30b}', "H"),
    ('\u{30c}', "v check"),
    ('\u{30f}', "G"),
    ('\u{311}', "textroundcap"),
    ('\u{31b}', "horn"),
    ('\u{323}', "d"),
    ('\u{326}', "textcommabelow"),
    ('\u{327}', "c"),
    ('\u{328}', "k"),
    ('\u{331}', "b"),
    ('\u{361}', "t"),
    ('\u{20d7}', "vec"),
];

/// What a command does to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    /// It stands for this text.
    Symbol(&'static str),
    /// It puts a combining mark on the next letter.
    Mark(char),
    /// It stands for a space.
    Space,
    /// It only says how text is set.
    Silent,
    /// Its first argument is no text.
    Drop,
}

static COMMANDS: LazyLock<HashMap<&str, Command>> = LazyLock::new(|| {
    let mut commands = HashMap::new();
    let mut symbols = SYMBOLS.split_whitespace();
    while let (Some(name), Some(text)) = (symbols.next(), symbols.next()) {
        commands.insert(name, Command::Symbol(text));
    }
    for (names, command) in [(SILENT, Command::Silent), (SPACES, Command::Space), (DROPPED, Command::Drop)] {
        commands.extend(names.split_whitespace().map(|name| (name, command)));
    }
    for (mark, names) in MARKS {
        commands.extend(names.split(' ').map(|name| (name, Command::Mark(mark))));
    }
    commands
});

/// What a command does, by its name without the backslash; `None` where it is not known.
pub(super) fn command(name: &str) -> Option<Command> {
    COMMANDS.get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_symbols_stand_in_turn() {
        let pairs: Vec<&str> = SYMBOLS.split_whitespace().collect();
        assert_eq!(pairs.len() % 2, 0);
        for pair in pairs.chunks(2) {
            let is_word = pair[0].chars().all(|c| c.is_ascii_alphabetic()) || pair[0] == "_";
            assert!(is_word, "{pair:?}");
            assert!(pair[0] == pair[1] || !pair[1].is_ascii() || pair[1].len() <= 6, "{pair:?}");
        }
        assert_eq!(command("textohm"), Some(Command::Symbol("Ω")));
        assert_eq!(command("v"), Some(Command::Mark('\u{30c}')));
        assert_eq!(command("nosuch"), None);
    }
}
