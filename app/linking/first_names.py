"""First names that are nearly always a man's or a woman's, for pronouns. Owns two lists; a name on neither fits every pronoun."""

MALE = frozenset(
    """
    aaron abdul abel adam adrian ahmed alan albert aldous alejandro alex alexander alexei alfred ali alistair ambrose anders andreas
    andrew andriy andrzej angus anthony anton antonio archie arne arthur august barack barnaby basil ben benjamin bernard bernie
    bertrand bill bob boris bram brian bruce carlos cedric charles chris christian christopher clement clive conrad cyril daniel dario
    david dean declan denis dennis desmond dirk dmitri dmitry donald doug douglas duncan ed edgar edmund eduardo edward emil emmanuel
    enrique eric erik ernest ernst eugene ewan felix fernando finn francis francisco frank fred frederick fritz gareth gary gavin george
    gerald gideon gilbert giles giovanni giuseppe gordon graham greg gregory gunnar guy hamish hans harald harold harry harvey hassan
    hector henrik henry herbert horace howard hubert hugh hugo ian ibrahim igor ingmar isaac ivan ivor jack jacob jake james jason
    jasper javier jeff jeffrey jens jeremy jerry jim jimmy joachim joe joel johan john johnny jonas jonathan jorge jose josef joseph
    joshua josé juan julian julius jurgen justin karl kaspar keith ken kenneth kevin khalid kurt larry lars lawrence leo
    leonard lewis lorenzo louis luca ludwig luis luke maarten magnus malcolm marc marco marcus mario mark marten martin matt matthew
    maximilian michael miguel mike mikhail miles milo mitch mitt mohamed mohammed muhammad mungo neil nicholas nick nigel nikolai noah
    olaf oliver oscar otto owen pablo patrick paul pavel pedro per percy peter philip philippe phillip pierre piers quentin rafael ralph
    rasmus raymond recep reginald ricardo richard rick robert roberto roger roland rolf ron ronald rory roy rudolf rufus rupert russell
    ryan sam samuel scott sean sebastian sergei sergey sidney silas simon stanley stefan stefano stephen steve steven stuart sven tariq
    ted terry theodore thomas thor tim timothy tobias toby tom tomas tony torsten ulrich umar vaclav vernon victor viktor vincent
    vladimir volodymyr walter warren wayne wendell wilfred willem william winston wolfgang xavier yuri yusuf zachary
    """.split()
)
FEMALE = frozenset(
    """
    abigail adele agnes alexandra alice alicia alison amanda amelia amina amy ana angela anita anja ann anna annalena anne annie
    annika antonia astrid audrey barbara beatrice beatriz bella bernadette beryl beth betty birgit brenda bridget brigitte britta
    camilla carla carmen carol caroline carys catherine cecilia celia charlotte chiara chloe christina christine claire clara claudia
    cora dagmar daisy deborah delia della denise diana diane dina dolores donna doris dorothy edith edna eleanor elena elin elisa
    elisabeth elizabeth ella ellen eloise elsa emilia emily emma enid erica erika esther ethel eunice eva eve farah fatima fay fern
    fiona flora florence frances francesca freya gabriela gemma georgia gerda gertrude gina giulia gloria grace greta gwen hannah
    harriet hazel heather hedda heidi helen helena henrietta hilary hilda hillary ida imogen ines inga ingeborg ingrid irene iris irma
    isabel isabella ivy jana jane janet jasmine jennifer jenny jessica jill joan joanna josephine joyce judith julia julie juliet
    karen karin katarina kate katherine kathleen katja katrina kirsten klara kristin laura layla leah leila lena leonie lily linda
    lisa liv lois louise lucia lucy lydia mabel madeleine mara margaret margarita maria marie marina marion marta martha mary matilda
    maud maude mavis maya meg megan mei melania melissa mercedes mia michelle mila mildred millicent minna miriam molly mona monica
    muriel nadia nancy naomi natalia natasha nell nellie nicola nicole nina noor nora norma odette odile olga olivia oona paloma pamela
    patricia paula pauline penelope petra philippa phoebe pia priscilla rachel rebecca renata rhoda rita rosa rose rosemary ruth sabrina
    sadie sally samantha sara sarah saskia selma sheila shirley shona sigrid sigrun silvia simone siobhan sofia solange solveig sonia
    sonja sophia sophie stella stephanie susan susanna svetlana sylvia tamara tanya tara teresa tessa thelma theresa thora tilda tina
    trudy una ursula valentina valerie vanessa vera veronica victoria viola virginia vivian wendy wilma winifred yara yasmin ylva
    yolanda yvonne zara zoe
    """.split()
)
