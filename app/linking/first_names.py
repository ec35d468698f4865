"""First names that are nearly always a man's or a woman's, for pronouns. Owns two lists; a name on neither fits every pronoun."""

MALE = frozenset(
    """
    aaron abdul adam adrian ahmed alan albert alejandro alex alexander alexei ali anders andreas andrew andriy andrzej anthony antonio
    arthur barack ben benjamin bernard bernie bill bob boris brian bruce carlos charles chris christian christopher daniel david dean
    dennis dmitri dmitry donald doug douglas ed eduardo edward emmanuel eric erik ernest felix fernando francis francisco frank fred
    frederick gary george gerald giovanni giuseppe gordon graham greg gregory hans harold harry hassan henrik henry howard hugh hugo
    ian ibrahim igor ivan jack jacob jake james jan jason javier jeff jeffrey jeremy jerry jim jimmy joe joel jonas john johnny
    jonathan jorge jose joseph josé joshua juan julian justin karl keith ken kenneth kevin khalid lars larry laurence lawrence leo
    leonard lewis louis luca luis luke magnus marc marco marcus mario mark martin matt matthew michael miguel mike mikhail mitch mitt
    mohamed mohammed muhammad neil nicholas nick nigel nikolai oliver olaf oscar owen pablo patrick paul pavel pedro per peter philip
    phillip pierre rafael ralph raymond recep ricardo richard rick robert roberto roger roland ron ronald roy rudolf russell ryan sam
    samuel scott sean sebastian sergei sergey simon stanley stefan stephen steve steven stuart sven ted terry thomas tim timothy toby
    tom tomas tony victor viktor vincent vladimir volodymyr walter warren wayne william winston wolfgang xavier yusuf zachary
    """.split()
)
FEMALE = frozenset(
    """
    abigail adele agnes alexandra alice alicia alison amanda amelia amy ana andrea angela anita ann anna annalena anne annie antonia
    astrid audrey barbara beatrice beatriz bella bernadette beth betty birgit brenda brigitte camilla carla carmen carol caroline
    catherine cecilia charlotte chloe christina christine clara claire claudia daisy deborah denise diana diane dolores donna doris
    dorothy edith eleanor elena elisabeth elizabeth ella ellen eloise elsa emily emma erika esther eva eve fatima fiona florence
    frances francesca freya gabriela georgia gina gloria grace greta hannah harriet heather heidi helen helena henrietta hilary
    hillary ida ines ingrid irene iris isabel isabella jane janet jasmine jean jennifer jenny jessica jill joan joanna josephine joyce
    judith julia julie karen kate katherine kathleen katrina kim kirsten kristin laura leila lena leonie lily linda lisa lois louise
    lucia lucy lydia madeleine mara margaret margarita maria marie marina marion marta martha mary matilda megan melania melissa
    michelle mia miriam molly monica nadia nancy naomi natalia natasha nicola nicole nina nora olga olivia pamela patricia paula
    pauline penelope phoebe priscilla rachel rebecca renata rita rosa rose rosemary ruth sabrina sally samantha sara sarah selma
    sheila shirley sigrid silvia simone sofia solveig sonia sophia sophie stella stephanie susan susanna svetlana sylvia tamara tanya
    tara teresa tessa theresa tina ursula valentina valerie vanessa vera veronica victoria viola virginia vivian wendy yasmin yolanda
    yvonne zoe
    """.split()
)
