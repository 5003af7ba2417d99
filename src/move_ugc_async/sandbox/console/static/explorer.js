// Built by `make web-assets` from web/. Contains packages whose licenses are in LICENSE-console.txt.
var Jy=Object.create;var dd=Object.defineProperty;var Zy=Object.getOwnPropertyDescriptor;var Ky=Object.getOwnPropertyNames;var ev=Object.getPrototypeOf,tv=Object.prototype.hasOwnProperty;var iv=(i,e)=>()=>{try{return e||i((e={exports:{}}).exports,e),e.exports}catch(t){throw e=0,t}};var nv=(i,e,t,n)=>{if(e&&typeof e=="object"||typeof e=="function")for(let r of Ky(e))!tv.call(i,r)&&r!==t&&dd(i,r,{get:()=>e[r],enumerable:!(n=Zy(e,r))||n.enumerable});
return i};var rv=(i,e,t)=>(t=i!=null?Jy(ev(i)):{},nv(e||!i||!i.__esModule?dd(t,"default",{value:i,enumerable:!0}):t,i));var Ly=iv((U_,Gl)=>{"use strict";function My(i,e){if(i!=null)return i;var t=new Error(e!==void 0?e:"Got unexpected "+i);throw t.framesToPop=1,t}Gl.exports=My;Gl.
exports.default=My;Object.defineProperty(Gl.exports,"__esModule",{value:!0})});function z(i,e){if(!!!i)throw new Error(e)}function It(i){return typeof i=="object"&&i!==null}function Lo(i,e){let t=/\r\n|[\n\r]/g,n=1,r=e+1,s;for(;(s=t.exec(i.body))&&s.index<e;)n++,r=e+1-(s.index+s[0].length);return{line:n,column:r}}function Zl(i){if(i.
length<2)return i.map(({source:n,start:r})=>Lo(n,r));let e=new Map;i.forEach(({source:n,start:r},s)=>{let o=e.get(n);o===void 0&&(o=[],e.set(n,o)),o.push({position:r,
index:s})});let t=new Array(i.length);for(let[n,r]of e){let s=/\r\n|[\n\r]/g,o=s.exec(n.body),a=1,l=0;r.sort((c,f)=>c.position-f.position);for(let{position:c,index:f}of r){
for(;o!==null&&o.index<c;)l=o.index+o[0].length,a++,o=s.exec(n.body);t[f]={line:a,column:c+1-l}}}return t}function Kl(i){return _o(i.source,Lo(i.source,i.start))}function _o(i,e){let t=i.locationOffset.column-1,n="".padStart(t)+i.body,r=e.line-1,s=i.locationOffset.line-
1,o=e.line+s,a=e.line===1?t:0,l=e.column+a,c=`${i.name}:${o}:${l}
`,f=n.split(/\r\n|[\n\r]/g),u=f[r];if(u.length>120){let h=Math.floor(l/80),d=l%80,p=[];for(let m=0;m<u.length;m+=80)p.push(u.slice(m,m+80));return c+pd([[`${o} \
|`,p[0]],...p.slice(1,h+1).map(m=>["|",m]),["|","^".padStart(d)],["|",p[h+1]]])}return c+pd([[`${o-1} |`,f[r-1]],[`${o} |`,u],["|","^".padStart(l)],[`${o+1} |`,
f[r+1]]])}function pd(i){let e=i.filter(([n,r])=>r!==void 0),t=Math.max(...e.map(([n])=>n.length));return e.map(([n,r])=>n.padStart(t)+(r?" "+r:"")).join(`
`)}function sv(i){let e=i[0];return e==null||"kind"in e||"length"in e?{nodes:e,source:i[1],positions:i[2],path:i[3],originalError:i[4],extensions:i[5]}:e}var S=class i extends Error{constructor(e,...t){
var n,r,s;let{nodes:o,source:a,positions:l,path:c,originalError:f,extensions:u}=sv(t);super(e),this.name="GraphQLError",this.path=c??void 0,this.originalError=f??
void 0,this.nodes=md(Array.isArray(o)?o:o?[o]:void 0);let h=md((n=this.nodes)===null||n===void 0?void 0:n.map(p=>p.loc).filter(p=>p!=null));this.source=a??(h==null||
(r=h[0])===null||r===void 0?void 0:r.source),this.positions=l??h?.map(p=>p.start),this.locations=l&&a?Zl(l.map(p=>({source:a,start:p}))):h&&Zl(h);let d=It(f?.extensions)?
f?.extensions:void 0;this.extensions=(s=u??d)!==null&&s!==void 0?s:Object.create(null),Object.defineProperties(this,{message:{writable:!0,enumerable:!0},name:{enumerable:!1},
nodes:{enumerable:!1},source:{enumerable:!1},positions:{enumerable:!1},originalError:{enumerable:!1}}),f!=null&&f.stack?Object.defineProperty(this,"stack",{value:f.
stack,writable:!0,configurable:!0}):Error.captureStackTrace?Error.captureStackTrace(this,i):Object.defineProperty(this,"stack",{value:Error().stack,writable:!0,
configurable:!0})}get[Symbol.toStringTag](){return"GraphQLError"}toString(){let e=this.message;if(this.nodes)for(let t of this.nodes)t.loc&&(e+=`

`+Kl(t.loc));else if(this.source&&this.locations)for(let t of this.locations)e+=`

`+_o(this.source,t);return e}toJSON(){let e={message:this.message};return this.locations!=null&&(e.locations=this.locations),this.path!=null&&(e.path=this.path),
this.extensions!=null&&Object.keys(this.extensions).length>0&&(e.extensions=this.extensions),e}};function md(i){return i===void 0||i.length===0?void 0:i}function Ee(i,e,t){return new S(`Syntax Error: ${t}`,{source:i,positions:[e]})}var Ts=class{constructor(e,t,n){this.start=e.start,this.end=t.end,this.startToken=e,this.endToken=t,this.source=n}get[Symbol.toStringTag](){return"Location"}toJSON(){
return{start:this.start,end:this.end}}},lr=class{constructor(e,t,n,r,s,o){this.kind=e,this.start=t,this.end=n,this.line=r,this.column=s,this.value=o,this.prev=null,
this.next=null}get[Symbol.toStringTag](){return"Token"}toJSON(){return{kind:this.kind,value:this.value,line:this.line,column:this.column}}},hn={Name:[],Document:[
"definitions"],OperationDefinition:["description","name","variableDefinitions","directives","selectionSet"],VariableDefinition:["description","variable","type",
"defaultValue","directives"],Variable:["name"],SelectionSet:["selections"],Field:["alias","name","arguments","directives","selectionSet"],Argument:["name","valu\
e"],FragmentSpread:["name","directives"],InlineFragment:["typeCondition","directives","selectionSet"],FragmentDefinition:["description","name","variableDefiniti\
ons","typeCondition","directives","selectionSet"],IntValue:[],FloatValue:[],StringValue:[],BooleanValue:[],NullValue:[],EnumValue:[],ListValue:["values"],ObjectValue:[
"fields"],ObjectField:["name","value"],Directive:["name","arguments"],NamedType:["name"],ListType:["type"],NonNullType:["type"],SchemaDefinition:["description",
"directives","operationTypes"],OperationTypeDefinition:["type"],ScalarTypeDefinition:["description","name","directives"],ObjectTypeDefinition:["description","na\
me","interfaces","directives","fields"],FieldDefinition:["description","name","arguments","type","directives"],InputValueDefinition:["description","name","type",
"defaultValue","directives"],InterfaceTypeDefinition:["description","name","interfaces","directives","fields"],UnionTypeDefinition:["description","name","direct\
ives","types"],EnumTypeDefinition:["description","name","directives","values"],EnumValueDefinition:["description","name","directives"],InputObjectTypeDefinition:[
"description","name","directives","fields"],DirectiveDefinition:["description","name","arguments","directives","locations"],SchemaExtension:["directives","opera\
tionTypes"],DirectiveExtension:["name","directives"],ScalarTypeExtension:["name","directives"],ObjectTypeExtension:["name","interfaces","directives","fields"],InterfaceTypeExtension:[
"name","interfaces","directives","fields"],UnionTypeExtension:["name","directives","types"],EnumTypeExtension:["name","directives","values"],InputObjectTypeExtension:[
"name","directives","fields"],TypeCoordinate:["name"],MemberCoordinate:["name","memberName"],ArgumentCoordinate:["name","fieldName","argumentName"],DirectiveCoordinate:[
"name"],DirectiveArgumentCoordinate:["name","argumentName"]},ov=new Set(Object.keys(hn));function dn(i){let e=i?.kind;return typeof e=="string"&&ov.has(e)}var Qe;
(function(i){i.QUERY="query",i.MUTATION="mutation",i.SUBSCRIPTION="subscription"})(Qe||(Qe={}));var L;(function(i){i.QUERY="QUERY",i.MUTATION="MUTATION",i.SUBSCRIPTION="SUBSCRIPTION",i.FIELD="FIELD",i.FRAGMENT_DEFINITION="FRAGMENT_DEFINITION",i.FRAGMENT_SPREAD=
"FRAGMENT_SPREAD",i.INLINE_FRAGMENT="INLINE_FRAGMENT",i.VARIABLE_DEFINITION="VARIABLE_DEFINITION",i.SCHEMA="SCHEMA",i.SCALAR="SCALAR",i.OBJECT="OBJECT",i.FIELD_DEFINITION=
"FIELD_DEFINITION",i.ARGUMENT_DEFINITION="ARGUMENT_DEFINITION",i.INTERFACE="INTERFACE",i.UNION="UNION",i.ENUM="ENUM",i.ENUM_VALUE="ENUM_VALUE",i.INPUT_OBJECT="I\
NPUT_OBJECT",i.INPUT_FIELD_DEFINITION="INPUT_FIELD_DEFINITION",i.DIRECTIVE_DEFINITION="DIRECTIVE_DEFINITION"})(L||(L={}));var g;(function(i){i.NAME="Name",i.DOCUMENT="Document",i.OPERATION_DEFINITION="OperationDefinition",i.VARIABLE_DEFINITION="VariableDefinition",i.SELECTION_SET="\
SelectionSet",i.FIELD="Field",i.ARGUMENT="Argument",i.FRAGMENT_SPREAD="FragmentSpread",i.INLINE_FRAGMENT="InlineFragment",i.FRAGMENT_DEFINITION="FragmentDefinit\
ion",i.VARIABLE="Variable",i.INT="IntValue",i.FLOAT="FloatValue",i.STRING="StringValue",i.BOOLEAN="BooleanValue",i.NULL="NullValue",i.ENUM="EnumValue",i.LIST="L\
istValue",i.OBJECT="ObjectValue",i.OBJECT_FIELD="ObjectField",i.DIRECTIVE="Directive",i.NAMED_TYPE="NamedType",i.LIST_TYPE="ListType",i.NON_NULL_TYPE="NonNullTy\
pe",i.SCHEMA_DEFINITION="SchemaDefinition",i.OPERATION_TYPE_DEFINITION="OperationTypeDefinition",i.SCALAR_TYPE_DEFINITION="ScalarTypeDefinition",i.OBJECT_TYPE_DEFINITION=
"ObjectTypeDefinition",i.FIELD_DEFINITION="FieldDefinition",i.INPUT_VALUE_DEFINITION="InputValueDefinition",i.INTERFACE_TYPE_DEFINITION="InterfaceTypeDefinition",
i.UNION_TYPE_DEFINITION="UnionTypeDefinition",i.ENUM_TYPE_DEFINITION="EnumTypeDefinition",i.ENUM_VALUE_DEFINITION="EnumValueDefinition",i.INPUT_OBJECT_TYPE_DEFINITION=
"InputObjectTypeDefinition",i.DIRECTIVE_DEFINITION="DirectiveDefinition",i.SCHEMA_EXTENSION="SchemaExtension",i.DIRECTIVE_EXTENSION="DirectiveExtension",i.SCALAR_TYPE_EXTENSION=
"ScalarTypeExtension",i.OBJECT_TYPE_EXTENSION="ObjectTypeExtension",i.INTERFACE_TYPE_EXTENSION="InterfaceTypeExtension",i.UNION_TYPE_EXTENSION="UnionTypeExtensi\
on",i.ENUM_TYPE_EXTENSION="EnumTypeExtension",i.INPUT_OBJECT_TYPE_EXTENSION="InputObjectTypeExtension",i.TYPE_COORDINATE="TypeCoordinate",i.MEMBER_COORDINATE="M\
emberCoordinate",i.ARGUMENT_COORDINATE="ArgumentCoordinate",i.DIRECTIVE_COORDINATE="DirectiveCoordinate",i.DIRECTIVE_ARGUMENT_COORDINATE="DirectiveArgumentCoord\
inate"})(g||(g={}));function Fo(i){return i===9||i===32}function cr(i){return i>=48&&i<=57}function gd(i){return i>=97&&i<=122||i>=65&&i<=90}function bs(i){return gd(i)||i===95}function Qo(i){
return gd(i)||cr(i)||i===95}function Od(i){var e;let t=Number.MAX_SAFE_INTEGER,n=null,r=-1;for(let o=0;o<i.length;++o){var s;let a=i[o],l=av(a);l!==a.length&&(n=(s=n)!==null&&s!==void 0?s:
o,r=o,o!==0&&l<t&&(t=l))}return i.map((o,a)=>a===0?o:o.slice(t)).slice((e=n)!==null&&e!==void 0?e:0,r+1)}function av(i){let e=0;for(;e<i.length&&Fo(i.charCodeAt(
e));)++e;return e}function yd(i,e){let t=i.replace(/"""/g,'\\"""'),n=t.split(/\r\n|[\n\r]/g),r=n.length===1,s=n.length>1&&n.slice(1).every(d=>d.length===0||Fo(d.charCodeAt(0))),o=t.
endsWith('\\"""'),a=i.endsWith('"')&&!o,l=i.endsWith("\\"),c=a||l,f=!(e!=null&&e.minimize)&&(!r||i.length>70||c||s||o),u="",h=r&&Fo(i.charCodeAt(0));return(f&&!h||
s)&&(u+=`
`),u+=t,(f||c)&&(u+=`
`),'"""'+u+'"""'}var w;(function(i){i.SOF="<SOF>",i.EOF="<EOF>",i.BANG="!",i.DOLLAR="$",i.AMP="&",i.PAREN_L="(",i.PAREN_R=")",i.DOT=".",i.SPREAD="...",i.COLON=":",i.EQUALS="=",i.
AT="@",i.BRACKET_L="[",i.BRACKET_R="]",i.BRACE_L="{",i.PIPE="|",i.BRACE_R="}",i.NAME="Name",i.INT="Int",i.FLOAT="Float",i.STRING="String",i.BLOCK_STRING="BlockS\
tring",i.COMMENT="Comment"})(w||(w={}));var xs=class{constructor(e){let t=new lr(w.SOF,0,0,0,0);this.source=e,this.lastToken=t,this.token=t,this.line=1,this.lineStart=0,this._maxComments=void 0,this._commentCount=
0}get[Symbol.toStringTag](){return"Lexer"}advance(){return this.lastToken=this.token,this.token=this.lookahead()}lookahead(){let e=this.token;if(e.kind!==w.EOF)
do if(e.next)e=e.next;else{let t=lv(this,e.end);e.next=t,t.prev=e,e=t}while(e.kind===w.COMMENT);return e}};function Td(i){return i===w.BANG||i===w.DOLLAR||i===w.
AMP||i===w.PAREN_L||i===w.PAREN_R||i===w.DOT||i===w.SPREAD||i===w.COLON||i===w.EQUALS||i===w.AT||i===w.BRACKET_L||i===w.BRACKET_R||i===w.BRACE_L||i===w.PIPE||i===
w.BRACE_R}function fr(i){return i>=0&&i<=55295||i>=57344&&i<=1114111}function Vo(i,e){return bd(i.charCodeAt(e))&&Sd(i.charCodeAt(e+1))}function bd(i){return i>=
55296&&i<=56319}function Sd(i){return i>=56320&&i<=57343}function pn(i,e){let t=i.source.body.codePointAt(e);if(t===void 0)return w.EOF;if(t>=32&&t<=126){let n=String.
fromCodePoint(t);return n==='"'?`'"'`:`"${n}"`}return"U+"+t.toString(16).toUpperCase().padStart(4,"0")}function Ve(i,e,t,n,r){let s=i.line,o=1+t-i.lineStart;return new lr(
e,t,n,s,o,r)}function lv(i,e){let t=i.source.body,n=t.length,r=e;for(;r<n;){let s=t.charCodeAt(r);switch(s){case 65279:case 9:case 32:case 44:++r;continue;case 10:
++r,++i.line,i.lineStart=r;continue;case 13:t.charCodeAt(r+1)===10?r+=2:++r,++i.line,i.lineStart=r;continue;case 35:return cv(i,r);case 33:return Ve(i,w.BANG,r,
r+1);case 36:return Ve(i,w.DOLLAR,r,r+1);case 38:return Ve(i,w.AMP,r,r+1);case 40:return Ve(i,w.PAREN_L,r,r+1);case 41:return Ve(i,w.PAREN_R,r,r+1);case 46:if(t.
charCodeAt(r+1)===46&&t.charCodeAt(r+2)===46)return Ve(i,w.SPREAD,r,r+3);break;case 58:return Ve(i,w.COLON,r,r+1);case 61:return Ve(i,w.EQUALS,r,r+1);case 64:return Ve(
i,w.AT,r,r+1);case 91:return Ve(i,w.BRACKET_L,r,r+1);case 93:return Ve(i,w.BRACKET_R,r,r+1);case 123:return Ve(i,w.BRACE_L,r,r+1);case 124:return Ve(i,w.PIPE,r,
r+1);case 125:return Ve(i,w.BRACE_R,r,r+1);case 34:return t.charCodeAt(r+1)===34&&t.charCodeAt(r+2)===34?mv(i,r):uv(i,r)}if(cr(s)||s===45)return fv(i,r,s);if(bs(
s))return gv(i,r);throw Ee(i.source,r,s===39?`Unexpected single quote character ('), did you mean to use a double quote (")?`:fr(s)||Vo(t,r)?`Unexpected charact\
er: ${pn(i,r)}.`:`Invalid character: ${pn(i,r)}.`)}return Ve(i,w.EOF,n,n)}function cv(i,e){let t=i._maxComments;if(t!==void 0){let o=i._commentCount+1;if(o>t)throw Ee(
i.source,e,`Document contains more than ${t} comments. Parsing aborted.`);i._commentCount=o}let n=i.source.body,r=n.length,s=e+1;for(;s<r;){let o=n.charCodeAt(s);
if(o===10||o===13)break;if(fr(o))++s;else if(Vo(n,s))s+=2;else break}return Ve(i,w.COMMENT,e,s,n.slice(e+1,s))}function fv(i,e,t){let n=i.source.body,r=e,s=t,o=!1;
if(s===45&&(s=n.charCodeAt(++r)),s===48){if(s=n.charCodeAt(++r),cr(s))throw Ee(i.source,r,`Invalid number, unexpected digit after 0: ${pn(i,r)}.`)}else r=ec(i,r,
s),s=n.charCodeAt(r);if(s===46&&(o=!0,s=n.charCodeAt(++r),r=ec(i,r,s),s=n.charCodeAt(r)),(s===69||s===101)&&(o=!0,s=n.charCodeAt(++r),(s===43||s===45)&&(s=n.charCodeAt(
++r)),r=ec(i,r,s),s=n.charCodeAt(r)),s===46||bs(s))throw Ee(i.source,r,`Invalid number, expected digit but got: ${pn(i,r)}.`);return Ve(i,o?w.FLOAT:w.INT,e,r,n.
slice(e,r))}function ec(i,e,t){if(!cr(t))throw Ee(i.source,e,`Invalid number, expected digit but got: ${pn(i,e)}.`);let n=i.source.body,r=e+1;for(;cr(n.charCodeAt(
r));)++r;return r}function uv(i,e){let t=i.source.body,n=t.length,r=e+1,s=r,o="";for(;r<n;){let a=t.charCodeAt(r);if(a===34)return o+=t.slice(s,r),Ve(i,w.STRING,
e,r+1,o);if(a===92){o+=t.slice(s,r);let l=t.charCodeAt(r+1)===117?t.charCodeAt(r+2)===123?hv(i,r):dv(i,r):pv(i,r);o+=l.value,r+=l.size,s=r;continue}if(a===10||a===
13)break;if(fr(a))++r;else if(Vo(t,r))r+=2;else throw Ee(i.source,r,`Invalid character within String: ${pn(i,r)}.`)}throw Ee(i.source,r,"Unterminated string.")}
function hv(i,e){let t=i.source.body,n=0,r=3;for(;r<12;){let s=t.charCodeAt(e+r++);if(s===125){if(r<5||!fr(n))break;return{value:String.fromCodePoint(n),size:r}}
if(n=n<<4|Ss(s),n<0)break}throw Ee(i.source,e,`Invalid Unicode escape sequence: "${t.slice(e,e+r)}".`)}function dv(i,e){let t=i.source.body,n=vd(t,e+2);if(fr(n))
return{value:String.fromCodePoint(n),size:6};if(bd(n)&&t.charCodeAt(e+6)===92&&t.charCodeAt(e+7)===117){let r=vd(t,e+8);if(Sd(r))return{value:String.fromCodePoint(
n,r),size:12}}throw Ee(i.source,e,`Invalid Unicode escape sequence: "${t.slice(e,e+6)}".`)}function vd(i,e){return Ss(i.charCodeAt(e))<<12|Ss(i.charCodeAt(e+1))<<
8|Ss(i.charCodeAt(e+2))<<4|Ss(i.charCodeAt(e+3))}function Ss(i){return i>=48&&i<=57?i-48:i>=65&&i<=70?i-55:i>=97&&i<=102?i-87:-1}function pv(i,e){let t=i.source.
body;switch(t.charCodeAt(e+1)){case 34:return{value:'"',size:2};case 92:return{value:"\\",size:2};case 47:return{value:"/",size:2};case 98:return{value:"\b",size:2};case 102:
return{value:"\f",size:2};case 110:return{value:`
`,size:2};case 114:return{value:"\r",size:2};case 116:return{value:"	",size:2}}throw Ee(i.source,e,`Invalid character escape sequence: "${t.slice(e,e+2)}".`)}function mv(i,e){
let t=i.source.body,n=t.length,r=i.lineStart,s=e+3,o=s,a="",l=[];for(;s<n;){let c=t.charCodeAt(s);if(c===34&&t.charCodeAt(s+1)===34&&t.charCodeAt(s+2)===34){a+=
t.slice(o,s),l.push(a);let f=Ve(i,w.BLOCK_STRING,e,s+3,Od(l).join(`
`));return i.line+=l.length-1,i.lineStart=r,f}if(c===92&&t.charCodeAt(s+1)===34&&t.charCodeAt(s+2)===34&&t.charCodeAt(s+3)===34){a+=t.slice(o,s),o=s+1,s+=4;continue}
if(c===10||c===13){a+=t.slice(o,s),l.push(a),c===13&&t.charCodeAt(s+1)===10?s+=2:++s,a="",o=s,r=s;continue}if(fr(c))++s;else if(Vo(t,s))s+=2;else throw Ee(i.source,
s,`Invalid character within String: ${pn(i,s)}.`)}throw Ee(i.source,s,"Unterminated string.")}function gv(i,e){let t=i.source.body,n=t.length,r=e+1;for(;r<n;){let s=t.
charCodeAt(r);if(Qo(s))++r;else break}return Ve(i,w.NAME,e,r,t.slice(e,r))}function P(i){return Bo(i,[])}function Bo(i,e){switch(typeof i){case"string":return JSON.stringify(i);case"function":return i.name?`[function ${i.name}]`:"[func\
tion]";case"object":return Ov(i,e);default:return String(i)}}function Ov(i,e){if(i===null)return"null";if(e.includes(i))return"[Circular]";let t=[...e,i];if(yv(
i)){let n=i.toJSON();if(n!==i)return typeof n=="string"?n:Bo(n,t)}else if(Array.isArray(i))return Tv(i,t);return vv(i,t)}function yv(i){return typeof i.toJSON==
"function"}function vv(i,e){let t=Object.entries(i);return t.length===0?"{}":e.length>2?"["+bv(i)+"]":"{ "+t.map(([r,s])=>r+": "+Bo(s,e)).join(", ")+" }"}function Tv(i,e){
if(i.length===0)return"[]";if(e.length>2)return"[Array]";let t=Math.min(10,i.length),n=i.length-t,r=[];for(let s=0;s<t;++s)r.push(Bo(i[s],e));return n===1?r.push(
"... 1 more item"):n>1&&r.push(`... ${n} more items`),"["+r.join(", ")+"]"}function bv(i){let e=Object.prototype.toString.call(i).replace(/^\[object /,"").replace(
/]$/,"");if(e==="Object"&&typeof i.constructor=="function"){let t=i.constructor.name;if(typeof t=="string"&&t!=="")return t}return e}var Sv=globalThis.process&&!0,ft=Sv?function(e,t){return e instanceof t}:function(e,t){if(e instanceof t)return!0;if(typeof e=="object"&&e!==null){var n;let r=t.
prototype[Symbol.toStringTag],s=Symbol.toStringTag in e?e[Symbol.toStringTag]:(n=e.constructor)===null||n===void 0?void 0:n.name;if(r===s){let o=P(e);throw new Error(
`Cannot use ${r} "${o}" from another module or realm.

Ensure that there is only one instance of "graphql" in the node_modules
directory. If different versions of "graphql" are the dependencies of other
relied on modules, use "resolutions" to ensure only one version is installed.

https://yarnpkg.com/en/docs/selective-version-resolutions

Duplicate "graphql" modules cannot be used at the same time since different
versions may have different capabilities and behavior. The data from one
version used in the function from another could produce confusing and
spurious results.`)}}return!1};var ur=class{constructor(e,t="GraphQL request",n={line:1,column:1}){typeof e=="string"||z(!1,`Body must be a string. Received: ${P(e)}.`),this.body=e,this.name=
t,this.locationOffset=n,this.locationOffset.line>0||z(!1,"line in locationOffset is 1-indexed and must be positive."),this.locationOffset.column>0||z(!1,"column\
 in locationOffset is 1-indexed and must be positive.")}get[Symbol.toStringTag](){return"Source"}};function xd(i){return ft(i,ur)}function Yi(i,e){let t=new tc(i,e),n=t.parseDocument();return Object.defineProperty(n,"tokenCount",{enumerable:!1,value:t.tokenCount}),n}var tc=class{constructor(e,t={}){let{lexer:n,...r}=t;if(n)this._lexer=n;else{let o=xd(e)?e:new ur(e);this._lexer=new xs(o)}this._options=r,this._tokenCounter=0,
this._lexer._maxComments=t?.maxComments,this._lexer._commentCount=0;let s=t?.maxSourceLength;if(s!==void 0&&this._lexer.source.body.length>s)throw Ee(this._lexer.
source,s,`Source contains more than ${s} UTF-16 code units. Parsing aborted.`)}get tokenCount(){return this._tokenCounter}parseName(){let e=this.expectToken(w.NAME);
return this.node(e,{kind:g.NAME,value:e.value})}parseDocument(){return this.node(this._lexer.token,{kind:g.DOCUMENT,definitions:this.many(w.SOF,this.parseDefinition,
w.EOF)})}parseDefinition(){if(this.peek(w.BRACE_L))return this.parseOperationDefinition();let e=this.peekDescription(),t=e?this._lexer.lookahead():this._lexer.token;
if(e&&t.kind===w.BRACE_L)throw Ee(this._lexer.source,this._lexer.token.start,"Unexpected description, descriptions are not supported on shorthand queries.");if(t.
kind===w.NAME){switch(t.value){case"schema":return this.parseSchemaDefinition();case"scalar":return this.parseScalarTypeDefinition();case"type":return this.parseObjectTypeDefinition();case"\
interface":return this.parseInterfaceTypeDefinition();case"union":return this.parseUnionTypeDefinition();case"enum":return this.parseEnumTypeDefinition();case"i\
nput":return this.parseInputObjectTypeDefinition();case"directive":return this.parseDirectiveDefinition()}switch(t.value){case"query":case"mutation":case"subscr\
iption":return this.parseOperationDefinition();case"fragment":return this.parseFragmentDefinition()}if(e)throw Ee(this._lexer.source,this._lexer.token.start,"Un\
expected description, only GraphQL definitions support descriptions.");if(t.value==="extend")return this.parseTypeSystemExtension()}throw this.unexpected(t)}parseOperationDefinition(){
let e=this._lexer.token;if(this.peek(w.BRACE_L))return this.node(e,{kind:g.OPERATION_DEFINITION,operation:Qe.QUERY,description:void 0,name:void 0,variableDefinitions:[],
directives:[],selectionSet:this.parseSelectionSet()});let t=this.parseDescription(),n=this.parseOperationType(),r;return this.peek(w.NAME)&&(r=this.parseName()),
this.node(e,{kind:g.OPERATION_DEFINITION,operation:n,description:t,name:r,variableDefinitions:this.parseVariableDefinitions(),directives:this.parseDirectives(!1),
selectionSet:this.parseSelectionSet()})}parseOperationType(){let e=this.expectToken(w.NAME);switch(e.value){case"query":return Qe.QUERY;case"mutation":return Qe.
MUTATION;case"subscription":return Qe.SUBSCRIPTION}throw this.unexpected(e)}parseVariableDefinitions(){return this.optionalMany(w.PAREN_L,this.parseVariableDefinition,
w.PAREN_R)}parseVariableDefinition(){return this.node(this._lexer.token,{kind:g.VARIABLE_DEFINITION,description:this.parseDescription(),variable:this.parseVariable(),
type:(this.expectToken(w.COLON),this.parseTypeReference()),defaultValue:this.expectOptionalToken(w.EQUALS)?this.parseConstValueLiteral():void 0,directives:this.
parseConstDirectives()})}parseVariable(){let e=this._lexer.token;return this.expectToken(w.DOLLAR),this.node(e,{kind:g.VARIABLE,name:this.parseName()})}parseSelectionSet(){
return this.node(this._lexer.token,{kind:g.SELECTION_SET,selections:this.many(w.BRACE_L,this.parseSelection,w.BRACE_R)})}parseSelection(){return this.peek(w.SPREAD)?
this.parseFragment():this.parseField()}parseField(){let e=this._lexer.token,t=this.parseName(),n,r;return this.expectOptionalToken(w.COLON)?(n=t,r=this.parseName()):
r=t,this.node(e,{kind:g.FIELD,alias:n,name:r,arguments:this.parseArguments(!1),directives:this.parseDirectives(!1),selectionSet:this.peek(w.BRACE_L)?this.parseSelectionSet():
void 0})}parseArguments(e){let t=e?this.parseConstArgument:this.parseArgument;return this.optionalMany(w.PAREN_L,t,w.PAREN_R)}parseArgument(e=!1){let t=this._lexer.
token,n=this.parseName();return this.expectToken(w.COLON),this.node(t,{kind:g.ARGUMENT,name:n,value:this.parseValueLiteral(e)})}parseConstArgument(){return this.
parseArgument(!0)}parseFragment(){let e=this._lexer.token;this.expectToken(w.SPREAD);let t=this.expectOptionalKeyword("on");return!t&&this.peek(w.NAME)?this.node(
e,{kind:g.FRAGMENT_SPREAD,name:this.parseFragmentName(),directives:this.parseDirectives(!1)}):this.node(e,{kind:g.INLINE_FRAGMENT,typeCondition:t?this.parseNamedType():
void 0,directives:this.parseDirectives(!1),selectionSet:this.parseSelectionSet()})}parseFragmentDefinition(){let e=this._lexer.token,t=this.parseDescription();return this.
expectKeyword("fragment"),this._options.allowLegacyFragmentVariables===!0?this.node(e,{kind:g.FRAGMENT_DEFINITION,description:t,name:this.parseFragmentName(),variableDefinitions:this.
parseVariableDefinitions(),typeCondition:(this.expectKeyword("on"),this.parseNamedType()),directives:this.parseDirectives(!1),selectionSet:this.parseSelectionSet()}):
this.node(e,{kind:g.FRAGMENT_DEFINITION,description:t,name:this.parseFragmentName(),typeCondition:(this.expectKeyword("on"),this.parseNamedType()),directives:this.
parseDirectives(!1),selectionSet:this.parseSelectionSet()})}parseFragmentName(){if(this._lexer.token.value==="on")throw this.unexpected();return this.parseName()}parseValueLiteral(e){
let t=this._lexer.token;switch(t.kind){case w.BRACKET_L:return this.parseList(e);case w.BRACE_L:return this.parseObject(e);case w.INT:return this.advanceLexer(),
this.node(t,{kind:g.INT,value:t.value});case w.FLOAT:return this.advanceLexer(),this.node(t,{kind:g.FLOAT,value:t.value});case w.STRING:case w.BLOCK_STRING:return this.
parseStringLiteral();case w.NAME:switch(this.advanceLexer(),t.value){case"true":return this.node(t,{kind:g.BOOLEAN,value:!0});case"false":return this.node(t,{kind:g.
BOOLEAN,value:!1});case"null":return this.node(t,{kind:g.NULL});default:return this.node(t,{kind:g.ENUM,value:t.value})}case w.DOLLAR:if(e)if(this.expectToken(w.
DOLLAR),this._lexer.token.kind===w.NAME){let n=this._lexer.token.value;throw Ee(this._lexer.source,t.start,`Unexpected variable "$${n}" in constant value.`)}else
throw this.unexpected(t);return this.parseVariable();default:throw this.unexpected()}}parseConstValueLiteral(){return this.parseValueLiteral(!0)}parseStringLiteral(){
let e=this._lexer.token;return this.advanceLexer(),this.node(e,{kind:g.STRING,value:e.value,block:e.kind===w.BLOCK_STRING})}parseList(e){let t=()=>this.parseValueLiteral(
e);return this.node(this._lexer.token,{kind:g.LIST,values:this.any(w.BRACKET_L,t,w.BRACKET_R)})}parseObject(e){let t=()=>this.parseObjectField(e);return this.node(
this._lexer.token,{kind:g.OBJECT,fields:this.any(w.BRACE_L,t,w.BRACE_R)})}parseObjectField(e){let t=this._lexer.token,n=this.parseName();return this.expectToken(
w.COLON),this.node(t,{kind:g.OBJECT_FIELD,name:n,value:this.parseValueLiteral(e)})}parseDirectives(e){let t=[];for(;this.peek(w.AT);)t.push(this.parseDirective(
e));return t}parseConstDirectives(){return this.parseDirectives(!0)}parseDirective(e){let t=this._lexer.token;return this.expectToken(w.AT),this.node(t,{kind:g.
DIRECTIVE,name:this.parseName(),arguments:this.parseArguments(e)})}parseTypeReference(){let e=this._lexer.token,t;if(this.expectOptionalToken(w.BRACKET_L)){let n=this.
parseTypeReference();this.expectToken(w.BRACKET_R),t=this.node(e,{kind:g.LIST_TYPE,type:n})}else t=this.parseNamedType();return this.expectOptionalToken(w.BANG)?
this.node(e,{kind:g.NON_NULL_TYPE,type:t}):t}parseNamedType(){return this.node(this._lexer.token,{kind:g.NAMED_TYPE,name:this.parseName()})}peekDescription(){return this.
peek(w.STRING)||this.peek(w.BLOCK_STRING)}parseDescription(){if(this.peekDescription())return this.parseStringLiteral()}parseSchemaDefinition(){let e=this._lexer.
token,t=this.parseDescription();this.expectKeyword("schema");let n=this.parseConstDirectives(),r=this.many(w.BRACE_L,this.parseOperationTypeDefinition,w.BRACE_R);
return this.node(e,{kind:g.SCHEMA_DEFINITION,description:t,directives:n,operationTypes:r})}parseOperationTypeDefinition(){let e=this._lexer.token,t=this.parseOperationType();
this.expectToken(w.COLON);let n=this.parseNamedType();return this.node(e,{kind:g.OPERATION_TYPE_DEFINITION,operation:t,type:n})}parseScalarTypeDefinition(){let e=this.
_lexer.token,t=this.parseDescription();this.expectKeyword("scalar");let n=this.parseName(),r=this.parseConstDirectives();return this.node(e,{kind:g.SCALAR_TYPE_DEFINITION,
description:t,name:n,directives:r})}parseObjectTypeDefinition(){let e=this._lexer.token,t=this.parseDescription();this.expectKeyword("type");let n=this.parseName(),
r=this.parseImplementsInterfaces(),s=this.parseConstDirectives(),o=this.parseFieldsDefinition();return this.node(e,{kind:g.OBJECT_TYPE_DEFINITION,description:t,
name:n,interfaces:r,directives:s,fields:o})}parseImplementsInterfaces(){return this.expectOptionalKeyword("implements")?this.delimitedMany(w.AMP,this.parseNamedType):
[]}parseFieldsDefinition(){return this.optionalMany(w.BRACE_L,this.parseFieldDefinition,w.BRACE_R)}parseFieldDefinition(){let e=this._lexer.token,t=this.parseDescription(),
n=this.parseName(),r=this.parseArgumentDefs();this.expectToken(w.COLON);let s=this.parseTypeReference(),o=this.parseConstDirectives();return this.node(e,{kind:g.
FIELD_DEFINITION,description:t,name:n,arguments:r,type:s,directives:o})}parseArgumentDefs(){return this.optionalMany(w.PAREN_L,this.parseInputValueDef,w.PAREN_R)}parseInputValueDef(){
let e=this._lexer.token,t=this.parseDescription(),n=this.parseName();this.expectToken(w.COLON);let r=this.parseTypeReference(),s;this.expectOptionalToken(w.EQUALS)&&
(s=this.parseConstValueLiteral());let o=this.parseConstDirectives();return this.node(e,{kind:g.INPUT_VALUE_DEFINITION,description:t,name:n,type:r,defaultValue:s,
directives:o})}parseInterfaceTypeDefinition(){let e=this._lexer.token,t=this.parseDescription();this.expectKeyword("interface");let n=this.parseName(),r=this.parseImplementsInterfaces(),
s=this.parseConstDirectives(),o=this.parseFieldsDefinition();return this.node(e,{kind:g.INTERFACE_TYPE_DEFINITION,description:t,name:n,interfaces:r,directives:s,
fields:o})}parseUnionTypeDefinition(){let e=this._lexer.token,t=this.parseDescription();this.expectKeyword("union");let n=this.parseName(),r=this.parseConstDirectives(),
s=this.parseUnionMemberTypes();return this.node(e,{kind:g.UNION_TYPE_DEFINITION,description:t,name:n,directives:r,types:s})}parseUnionMemberTypes(){return this.
expectOptionalToken(w.EQUALS)?this.delimitedMany(w.PIPE,this.parseNamedType):[]}parseEnumTypeDefinition(){let e=this._lexer.token,t=this.parseDescription();this.
expectKeyword("enum");let n=this.parseName(),r=this.parseConstDirectives(),s=this.parseEnumValuesDefinition();return this.node(e,{kind:g.ENUM_TYPE_DEFINITION,description:t,
name:n,directives:r,values:s})}parseEnumValuesDefinition(){return this.optionalMany(w.BRACE_L,this.parseEnumValueDefinition,w.BRACE_R)}parseEnumValueDefinition(){
let e=this._lexer.token,t=this.parseDescription(),n=this.parseEnumValueName(),r=this.parseConstDirectives();return this.node(e,{kind:g.ENUM_VALUE_DEFINITION,description:t,
name:n,directives:r})}parseEnumValueName(){if(this._lexer.token.value==="true"||this._lexer.token.value==="false"||this._lexer.token.value==="null")throw Ee(this.
_lexer.source,this._lexer.token.start,`${Uo(this._lexer.token)} is reserved and cannot be used for an enum value.`);return this.parseName()}parseInputObjectTypeDefinition(){
let e=this._lexer.token,t=this.parseDescription();this.expectKeyword("input");let n=this.parseName(),r=this.parseConstDirectives(),s=this.parseInputFieldsDefinition();
return this.node(e,{kind:g.INPUT_OBJECT_TYPE_DEFINITION,description:t,name:n,directives:r,fields:s})}parseInputFieldsDefinition(){return this.optionalMany(w.BRACE_L,
this.parseInputValueDef,w.BRACE_R)}parseTypeSystemExtension(){let e=this._lexer.lookahead();if(e.kind===w.NAME)switch(e.value){case"schema":return this.parseSchemaExtension();case"\
scalar":return this.parseScalarTypeExtension();case"type":return this.parseObjectTypeExtension();case"interface":return this.parseInterfaceTypeExtension();case"\
union":return this.parseUnionTypeExtension();case"enum":return this.parseEnumTypeExtension();case"input":return this.parseInputObjectTypeExtension();case"direct\
ive":if(this._options.experimentalDirectivesOnDirectiveDefinitions)return this.parseDirectiveDefinitionExtension();break}throw this.unexpected(e)}parseSchemaExtension(){
let e=this._lexer.token;this.expectKeyword("extend"),this.expectKeyword("schema");let t=this.parseConstDirectives(),n=this.optionalMany(w.BRACE_L,this.parseOperationTypeDefinition,
w.BRACE_R);if(t.length===0&&n.length===0)throw this.unexpected();return this.node(e,{kind:g.SCHEMA_EXTENSION,directives:t,operationTypes:n})}parseScalarTypeExtension(){
let e=this._lexer.token;this.expectKeyword("extend"),this.expectKeyword("scalar");let t=this.parseName(),n=this.parseConstDirectives();if(n.length===0)throw this.
unexpected();return this.node(e,{kind:g.SCALAR_TYPE_EXTENSION,name:t,directives:n})}parseObjectTypeExtension(){let e=this._lexer.token;this.expectKeyword("exten\
d"),this.expectKeyword("type");let t=this.parseName(),n=this.parseImplementsInterfaces(),r=this.parseConstDirectives(),s=this.parseFieldsDefinition();if(n.length===
0&&r.length===0&&s.length===0)throw this.unexpected();return this.node(e,{kind:g.OBJECT_TYPE_EXTENSION,name:t,interfaces:n,directives:r,fields:s})}parseInterfaceTypeExtension(){
let e=this._lexer.token;this.expectKeyword("extend"),this.expectKeyword("interface");let t=this.parseName(),n=this.parseImplementsInterfaces(),r=this.parseConstDirectives(),
s=this.parseFieldsDefinition();if(n.length===0&&r.length===0&&s.length===0)throw this.unexpected();return this.node(e,{kind:g.INTERFACE_TYPE_EXTENSION,name:t,interfaces:n,
directives:r,fields:s})}parseUnionTypeExtension(){let e=this._lexer.token;this.expectKeyword("extend"),this.expectKeyword("union");let t=this.parseName(),n=this.
parseConstDirectives(),r=this.parseUnionMemberTypes();if(n.length===0&&r.length===0)throw this.unexpected();return this.node(e,{kind:g.UNION_TYPE_EXTENSION,name:t,
directives:n,types:r})}parseEnumTypeExtension(){let e=this._lexer.token;this.expectKeyword("extend"),this.expectKeyword("enum");let t=this.parseName(),n=this.parseConstDirectives(),
r=this.parseEnumValuesDefinition();if(n.length===0&&r.length===0)throw this.unexpected();return this.node(e,{kind:g.ENUM_TYPE_EXTENSION,name:t,directives:n,values:r})}parseInputObjectTypeExtension(){
let e=this._lexer.token;this.expectKeyword("extend"),this.expectKeyword("input");let t=this.parseName(),n=this.parseConstDirectives(),r=this.parseInputFieldsDefinition();
if(n.length===0&&r.length===0)throw this.unexpected();return this.node(e,{kind:g.INPUT_OBJECT_TYPE_EXTENSION,name:t,directives:n,fields:r})}parseDirectiveDefinitionExtension(){
let e=this._lexer.token;this.expectKeyword("extend"),this.expectKeyword("directive"),this.expectToken(w.AT);let t=this.parseName(),n=this.parseConstDirectives();
if(n.length===0)throw this.unexpected();return this.node(e,{kind:g.DIRECTIVE_EXTENSION,name:t,directives:n})}parseDirectiveDefinition(){let e=this._lexer.token,
t=this.parseDescription();this.expectKeyword("directive"),this.expectToken(w.AT);let n=this.parseName(),r=this.parseArgumentDefs(),s=this._options.experimentalDirectivesOnDirectiveDefinitions?
this.parseConstDirectives():[],o=this.expectOptionalKeyword("repeatable");this.expectKeyword("on");let a=this.parseDirectiveLocations();return this.node(e,{kind:g.
DIRECTIVE_DEFINITION,description:t,name:n,arguments:r,directives:s,repeatable:o,locations:a})}parseDirectiveLocations(){return this.delimitedMany(w.PIPE,this.parseDirectiveLocation)}parseDirectiveLocation(){
let e=this._lexer.token,t=this.parseName();if(Object.prototype.hasOwnProperty.call(L,t.value))return t;throw this.unexpected(e)}parseSchemaCoordinate(){let e=this.
_lexer.token,t=this.expectOptionalToken(w.AT),n=this.parseName(),r;!t&&this.expectOptionalToken(w.DOT)&&(r=this.parseName());let s;return(t||r)&&this.expectOptionalToken(
w.PAREN_L)&&(s=this.parseName(),this.expectToken(w.COLON),this.expectToken(w.PAREN_R)),t?s?this.node(e,{kind:g.DIRECTIVE_ARGUMENT_COORDINATE,name:n,argumentName:s}):
this.node(e,{kind:g.DIRECTIVE_COORDINATE,name:n}):r?s?this.node(e,{kind:g.ARGUMENT_COORDINATE,name:n,fieldName:r,argumentName:s}):this.node(e,{kind:g.MEMBER_COORDINATE,
name:n,memberName:r}):this.node(e,{kind:g.TYPE_COORDINATE,name:n})}node(e,t){return this._options.noLocation!==!0&&(t.loc=new Ts(e,this._lexer.lastToken,this._lexer.
source)),t}peek(e){return this._lexer.token.kind===e}expectToken(e){let t=this._lexer.token;if(t.kind===e)return this.advanceLexer(),t;throw Ee(this._lexer.source,
t.start,`Expected ${kd(e)}, found ${Uo(t)}.`)}expectOptionalToken(e){return this._lexer.token.kind===e?(this.advanceLexer(),!0):!1}expectKeyword(e){let t=this._lexer.
token;if(t.kind===w.NAME&&t.value===e)this.advanceLexer();else throw Ee(this._lexer.source,t.start,`Expected "${e}", found ${Uo(t)}.`)}expectOptionalKeyword(e){
let t=this._lexer.token;return t.kind===w.NAME&&t.value===e?(this.advanceLexer(),!0):!1}unexpected(e){let t=e??this._lexer.token;return Ee(this._lexer.source,t.
start,`Unexpected ${Uo(t)}.`)}any(e,t,n){this.expectToken(e);let r=[];for(;!this.expectOptionalToken(n);)r.push(t.call(this));return r}optionalMany(e,t,n){if(this.
expectOptionalToken(e)){let r=[];do r.push(t.call(this));while(!this.expectOptionalToken(n));return r}return[]}many(e,t,n){this.expectToken(e);let r=[];do r.push(
t.call(this));while(!this.expectOptionalToken(n));return r}delimitedMany(e,t){this.expectOptionalToken(e);let n=[];do n.push(t.call(this));while(this.expectOptionalToken(
e));return n}advanceLexer(){let{maxLexicalTokens:e=this._options.maxTokens}=this._options,t=this._lexer.advance();if(t.kind!==w.EOF&&(++this._tokenCounter,e!==void 0&&
this._tokenCounter>e))throw Ee(this._lexer.source,t.start,`Document contains more that ${e} tokens. Parsing aborted.`)}};function Uo(i){let e=i.value;return kd(
i.kind)+(e!=null?` "${e}"`:"")}function kd(i){return Td(i)?`"${i}"`:i}function yt(i,e){let[t,n]=e?[i,e]:[void 0,i],r=" Did you mean ";t&&(r+=t+" ");let s=n.map(l=>`"${l}"`);switch(s.length){case 0:return"";case 1:return r+s[0]+"?";case 2:
return r+s[0]+" or "+s[1]+"?"}let o=s.slice(0,5),a=o.pop();return r+o.join(", ")+", or "+a+"?"}function ic(i){return i}function Dt(i,e){let t=Object.create(null);for(let n of i)t[e(n)]=n;return t}function ks(i,e,t){let n=Object.create(null);for(let r of i)n[e(r)]=t(r);return n}function Rt(i,e){let t=Object.create(null);for(let n of Object.keys(i))t[n]=e(i[n],n);return t}function jo(i,e){let t=0,n=0;for(;t<i.length&&n<e.length;){let r=i.charCodeAt(t),s=e.charCodeAt(n);if($o(r)&&$o(s)){let o=0;do++t,o=o*10+r-nc,r=i.charCodeAt(t);while($o(
r)&&o>0);let a=0;do++n,a=a*10+s-nc,s=e.charCodeAt(n);while($o(s)&&a>0);if(o<a)return-1;if(o>a)return 1}else{if(r<s)return-1;if(r>s)return 1;++t,++n}}return i.length-
e.length}var nc=48,xv=57;function $o(i){return!isNaN(i)&&nc<=i&&i<=xv}function Ct(i,e){let t=Object.create(null),n=new rc(i),r=Math.floor(i.length*.4)+1;for(let s of e){let o=n.measure(s,r);o!==void 0&&(t[s]=o)}return Object.keys(
t).sort((s,o)=>{let a=t[s]-t[o];return a!==0?a:jo(s,o)})}var rc=class{constructor(e){this._input=e,this._inputLowerCase=e.toLowerCase(),this._inputArray=Ed(this.
_inputLowerCase),this._rows=[new Array(e.length+1).fill(0),new Array(e.length+1).fill(0),new Array(e.length+1).fill(0)]}measure(e,t){if(this._input===e)return 0;
let n=e.toLowerCase();if(this._inputLowerCase===n)return 1;let r=Ed(n),s=this._inputArray;if(r.length<s.length){let f=r;r=s,s=f}let o=r.length,a=s.length;if(o-a>
t)return;let l=this._rows;for(let f=0;f<=a;f++)l[0][f]=f;for(let f=1;f<=o;f++){let u=l[(f-1)%3],h=l[f%3],d=h[0]=f;for(let p=1;p<=a;p++){let m=r[f-1]===s[p-1]?0:
1,O=Math.min(u[p]+1,h[p-1]+1,u[p-1]+m);if(f>1&&p>1&&r[f-1]===s[p-2]&&r[f-2]===s[p-1]){let v=l[(f-2)%3][p-2];O=Math.min(O,v+1)}O<d&&(d=O),h[p]=O}if(d>t)return}let c=l[o%
3][a];return c<=t?c:void 0}};function Ed(i){let e=i.length,t=new Array(e);for(let n=0;n<e;++n)t[n]=i.charCodeAt(n);return t}function ut(i){if(i==null)return Object.create(null);if(Object.getPrototypeOf(i)===null)return i;let e=Object.create(null);for(let[t,n]of Object.entries(i))e[t]=
n;return e}function wd(i){return`"${i.replace(kv,Ev)}"`}var kv=/[\x00-\x1f\x22\x5c\x7f-\x9f]/g;function Ev(i){return wv[i.charCodeAt(0)]}var wv=["\\u0000","\\u0001","\\u000\
2","\\u0003","\\u0004","\\u0005","\\u0006","\\u0007","\\b","\\t","\\n","\\u000B","\\f","\\r","\\u000E","\\u000F","\\u0010","\\u0011","\\u0012","\\u0013","\\u0014",
"\\u0015","\\u0016","\\u0017","\\u0018","\\u0019","\\u001A","\\u001B","\\u001C","\\u001D","\\u001E","\\u001F","","",'\\"',"","","","","","","","","","","","","",
"","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","","\\\\","","","","","","","",
"","","","","","","","","","","","","","","","","","","","","","","","","","","","\\u007F","\\u0080","\\u0081","\\u0082","\\u0083","\\u0084","\\u0085","\\u0086",
"\\u0087","\\u0088","\\u0089","\\u008A","\\u008B","\\u008C","\\u008D","\\u008E","\\u008F","\\u0090","\\u0091","\\u0092","\\u0093","\\u0094","\\u0095","\\u0096",
"\\u0097","\\u0098","\\u0099","\\u009A","\\u009B","\\u009C","\\u009D","\\u009E","\\u009F"];function Nd(i,e){let t=[],n={parent:[i],keys:void 0,results:[],index:-1},r;do{let s;n.index++;let o=n.keys===void 0?n.parent.length:n.keys.length;if(n.index===o)
r=n.results,s=n.keys===void 0?void 0:n.results.kind,n=t.pop();else{if(r=n.keys===void 0?n.parent[n.index]:n.parent[n.keys[n.index]],r==null&&t.length!==0)continue;
if(Array.isArray(r)){if(r.length!==0){t.push(n),n={parent:r,keys:void 0,results:[],index:-1};continue}}else{let a=r;s=a?.kind;let l=typeof s=="string"?hn[s]:void 0;
if(!Array.isArray(l))throw new Error(`Invalid AST Node: ${P(r)}.`);if(l.length!==0){t.push(n),n={parent:a,keys:l,results:{...a},index:-1};continue}}}if(s!==void 0){
let a=e[s];r=a?.(r)}n.keys===void 0?n.results.push(r):n.results[n.keys[n.index]]=r}while(t.length!==0);return r}function vt(i,e){var t;return Av(Nd(i,Iv),(t=e?.maxIndentDepth)!==null&&t!==void 0?t:1/0)}function st(i){return vt(i,{maxIndentDepth:100})}var Nv=80,Gt=class i{next=void 0;tail=this;indentBefore=!1;dedentAfter=!1;constructor(e="",t=!1){
this.length=e.length,this.lines=e.includes(`
`)?e.split(`
`):e,this.newlines=typeof this.lines=="string"?0:this.lines.length-1,this.isBlockString=t}append(e){if(e.length===0)return this;let t=typeof e=="string"?new i(e):
e;return this.tail.next=t,this.tail=t.tail,this.length+=t.length,this.newlines+=t.newlines,this}indent(){return this.length===0?this:(this.indentBefore=!0,this.
tail.dedentAfter=!0,this.length+=2*(this.newlines+1),this)}},oc=new Gt;function Av(i,e){let t="",n="",r=0,s="",o=i;for(;o!==void 0;){let a=o.lines;if(o.indentBefore&&
(r<e&&(s+="  ",n+="  "),r++),typeof a=="string")n+=a;else{n+=a[0];let l=!o.isBlockString&&r>=e?" ":`
`+s;for(let c=1;c<a.length;c++)t+=n,n=l+a[c]}o.dedentAfter&&(r--,s=s.slice(0,r*2)),o=o.next}return t+n}var Iv={Name:i=>new Gt(i.value),Variable:i=>R(["$",i.name]),
Document:i=>R(i.definitions,`

`),OperationDefinition(i){let e=sc(i.variableDefinitions)?q(`(
`,R(i.variableDefinitions,`
`),`
)`):q("(",R(i.variableDefinitions,", "),")"),t=R([q("",i.description,`
`),R([i.operation,R([i.name,e]),R(i.directives," ")]," ")]);return R([i.operation==="query"&&t.length===i.operation.length?"":R([t," "]),i.selectionSet])},VariableDefinition:({
variable:i,type:e,defaultValue:t,directives:n,description:r})=>R([q("",r,`
`),i,": ",e,q(" = ",t),q(" ",R(n," "))]),SelectionSet:({selections:i})=>si(i),Field({alias:i,name:e,arguments:t,directives:n,selectionSet:r}){let s=R([q("",i,":\
 "),e],"");return R([Rv(s,t),q(" ",R(n," ")),q(" ",r)])},Argument:({name:i,value:e})=>R([i,": ",e]),FragmentSpread:({name:i,directives:e})=>R(["...",i,q(" ",R(e,
" "))]),InlineFragment:({typeCondition:i,directives:e,selectionSet:t})=>R(["...",q("on ",i),R(e," "),t]," "),FragmentDefinition:({name:i,typeCondition:e,variableDefinitions:t,
directives:n,selectionSet:r,description:s})=>R([q("",s,`
`),"fragment ",i,q("(",R(t,", "),")")," on ",e," ",q("",R(n," ")," "),r]),IntValue:({value:i})=>new Gt(i),FloatValue:({value:i})=>new Gt(i),StringValue:({value:i,
block:e})=>new Gt(e===!0?yd(i):wd(i),e===!0),BooleanValue:({value:i})=>new Gt(i?"true":"false"),NullValue:()=>new Gt("null"),EnumValue:({value:i})=>new Gt(i),ListValue:({
values:i})=>R(["[",R(i,", "),"]"]),ObjectValue:({fields:i})=>R(["{",R(i,", "),"}"]),ObjectField:({name:i,value:e})=>R([i,": ",e]),Directive:({name:i,arguments:e})=>R(
["@",i,q("(",R(e,", "),")")]),NamedType:({name:i})=>i,ListType:({type:i})=>R(["[",i,"]"]),NonNullType:({type:i})=>R([i,"!"]),SchemaDefinition:({description:i,directives:e,
operationTypes:t})=>R([q("",i,`
`),R(["schema",R(e," "),si(t)]," ")]),OperationTypeDefinition:({operation:i,type:e})=>R([i,": ",e]),ScalarTypeDefinition:({description:i,name:e,directives:t})=>R(
[q("",i,`
`),R(["scalar",e,R(t," ")]," ")]),ObjectTypeDefinition:({description:i,name:e,interfaces:t,directives:n,fields:r})=>R([q("",i,`
`),R(["type",e,q("implements ",R(t," & ")),R(n," "),si(r)]," ")]),FieldDefinition:({description:i,name:e,arguments:t,type:n,directives:r})=>R([q("",i,`
`),e,sc(t)?q(`(
`,R(t,`
`).indent(),`
)`):q("(",R(t,", "),")"),": ",n,q(" ",R(r," "))]),InputValueDefinition:({description:i,name:e,type:t,defaultValue:n,directives:r})=>R([q("",i,`
`),e,": ",t,q(" = ",n),q(" ",R(r," "))]),InterfaceTypeDefinition:({description:i,name:e,interfaces:t,directives:n,fields:r})=>R([q("",i,`
`),R(["interface",e,q("implements ",R(t," & ")),R(n," "),si(r)]," ")]),UnionTypeDefinition:({description:i,name:e,directives:t,types:n})=>R([q("",i,`
`),R(["union",e,R(t," "),q("= ",R(n," | "))]," ")]),EnumTypeDefinition:({description:i,name:e,directives:t,values:n})=>R([q("",i,`
`),R(["enum",e,R(t," "),si(n)]," ")]),EnumValueDefinition:({description:i,name:e,directives:t})=>R([q("",i,`
`),R([e,R(t," ")]," ")]),InputObjectTypeDefinition:({description:i,name:e,directives:t,fields:n})=>R([q("",i,`
`),R(["input",e,R(t," "),si(n)]," ")]),DirectiveDefinition:({description:i,name:e,arguments:t,directives:n,repeatable:r,locations:s})=>R([q("",i,`
`),"directive @",e,sc(t)?q(`(
`,R(t,`
`).indent(),`
)`):q("(",R(t,", "),")"),q(" ",R(n," ")),r?" repeatable":""," on ",R(s," | ")]),SchemaExtension:({directives:i,operationTypes:e})=>R(["extend schema",R(i," "),si(
e)]," "),ScalarTypeExtension:({name:i,directives:e})=>R(["extend scalar",i,R(e," ")]," "),ObjectTypeExtension:({name:i,interfaces:e,directives:t,fields:n})=>R([
"extend type",i,q("implements ",R(e," & ")),R(t," "),si(n)]," "),InterfaceTypeExtension:({name:i,interfaces:e,directives:t,fields:n})=>R(["extend interface",i,q(
"implements ",R(e," & ")),R(t," "),si(n)]," "),UnionTypeExtension:({name:i,directives:e,types:t})=>R(["extend union",i,R(e," "),q("= ",R(t," | "))]," "),EnumTypeExtension:({
name:i,directives:e,values:t})=>R(["extend enum",i,R(e," "),si(t)]," "),InputObjectTypeExtension:({name:i,directives:e,fields:t})=>R(["extend input",i,R(e," "),
si(t)]," "),DirectiveExtension:({name:i,directives:e})=>R([R(["extend directive @",i]),R(e," ")]," "),TypeCoordinate:({name:i})=>i,MemberCoordinate:({name:i,memberName:e})=>R(
[i,q(".",e)]),ArgumentCoordinate:({name:i,fieldName:e,argumentName:t})=>R([i,q(".",e),q("(",t,":)")]),DirectiveCoordinate:({name:i})=>R(["@",i]),DirectiveArgumentCoordinate:({
name:i,argumentName:e})=>R(["@",i,q("(",e,":)")])};function R(i,e=""){if(i==null||i.length===0)return oc;let t=oc;for(let n of i)n===void 0||n.length===0||(t.length===
0?t=typeof n=="string"?new Gt(n):n:(e!==""&&t.append(e),t.append(n)));return t}function Dv(i,e){let t=0;for(let n of i)n.length!==0&&(t+=(t===0?0:e.length)+n.length);
return t}function si(i){return q(`{
`,R(i,`
`).indent(),`
}`)}function q(i,e,t=""){return e!=null&&e.length!==0?i===""?e.append(t):new Gt(i).append(e).append(t):oc}function sc(i){var e;return(e=i?.some(t=>t.newlines!==
0))!==null&&e!==void 0?e:!1}function Rv(i,e){return e==null||e.length===0?i:R([i,i.length+Dv(e,", ")+2>Nv?q(`(
`,R(e,`
`).indent(),`
)`):q("(",R(e,", "),")")])}function Es(i,e){switch(i.kind){case g.NULL:return null;case g.INT:return parseInt(i.value,10);case g.FLOAT:return parseFloat(i.value);case g.STRING:case g.ENUM:case g.
BOOLEAN:return i.value;case g.LIST:return i.values.map(t=>Es(t,e));case g.OBJECT:return ks(i.fields,t=>t.name.value,t=>Es(t.value,e));case g.VARIABLE:return e?.[i.
name.value]}}function Tt(i){if(i!=null||z(!1,"Must provide name."),typeof i=="string"||z(!1,"Expected name to be a string."),i.length===0)throw new S("Expected name to be a \
non-empty string.");for(let e=1;e<i.length;++e)if(!Qo(i.charCodeAt(e)))throw new S(`Names must only contain [_a-zA-Z0-9] but "${i}" does not.`);if(!bs(i.charCodeAt(
0)))throw new S(`Names must start with [_a-zA-Z] but "${i}" does not.`);return i}function ac(i){if(i==="true"||i==="false"||i==="null")throw new S(`Enum values \
cannot be named: ${i}`);return Tt(i)}function dr(i){return dt(i)||J(i)||te(i)||Me(i)||ve(i)||ne(i)||ue(i)||Y(i)}function dt(i){return ft(i,bt)}function J(i){return ft(i,qe)}function te(i){return ft(i,St)}function Me(i){return ft(i,zi)}function ve(i){return ft(i,ht)}function ne(i){return ft(i,Si)}function ue(i){return ft(i,Ie)}function Y(i){return ft(i,G)}function Ge(i){return dt(i)||ve(i)||ne(i)||ws(i)&&Ge(i.ofType)}function oi(i){return dt(i)||J(i)||te(i)||Me(i)||ve(i)||ws(i)&&oi(i.ofType)}function Pt(i){return dt(i)||ve(i)}function Be(i){return J(i)||te(i)||Me(i)}function Ye(i){return te(i)||Me(i)}function Go(i){if(!Ye(i))throw new Error(`Expected ${P(i)} to be a GraphQL abstract type.`);return i}var Ie=class{constructor(e){
dr(e)||z(!1,`Expected ${P(e)} to be a GraphQL type.`),this.ofType=e}get[Symbol.toStringTag](){return"GraphQLList"}toString(){return"["+String(this.ofType)+"]"}toJSON(){
return this.toString()}},G=class{constructor(e){Ns(e)||z(!1,`Expected ${P(e)} to be a GraphQL nullable type.`),this.ofType=e}get[Symbol.toStringTag](){return"Gr\
aphQLNonNull"}toString(){return String(this.ofType)+"!"}toJSON(){return this.toString()}};function ws(i){return ue(i)||Y(i)}function Ns(i){return dr(i)&&!Y(i)}function ai(i){if(i)return Y(i)?i.ofType:i}function Wo(i){return dt(i)||J(i)||te(i)||Me(i)||ve(i)||ne(i)}function he(i){if(i){let e=i;for(;ws(e);)e=e.ofType;return e}}function Ho(i){return typeof i=="function"?i():i}function Xo(i){return typeof i=="function"?i():i}
var bt=class{constructor(e){var t,n,r,s;let o=(t=e.parseValue)!==null&&t!==void 0?t:ic;this.name=Tt(e.name),this.description=e.description,this.specifiedByURL=e.
specifiedByURL,this.serialize=(n=e.serialize)!==null&&n!==void 0?n:ic,this.parseValue=o,this.parseLiteral=(r=e.parseLiteral)!==null&&r!==void 0?r:(a,l)=>o(Es(a,
l)),this.extensions=ut(e.extensions),this.astNode=e.astNode,this.extensionASTNodes=(s=e.extensionASTNodes)!==null&&s!==void 0?s:[],e.specifiedByURL==null||typeof e.
specifiedByURL=="string"||z(!1,`${this.name} must provide "specifiedByURL" as a string, but got: ${P(e.specifiedByURL)}.`),e.serialize==null||typeof e.serialize==
"function"||z(!1,`${this.name} must provide "serialize" function. If this custom Scalar is also used as an input type, ensure "parseValue" and "parseLiteral" fu\
nctions are also provided.`),e.parseLiteral&&(typeof e.parseValue=="function"&&typeof e.parseLiteral=="function"||z(!1,`${this.name} must provide both "parseVal\
ue" and "parseLiteral" functions.`))}get[Symbol.toStringTag](){return"GraphQLScalarType"}toConfig(){return{name:this.name,description:this.description,specifiedByURL:this.
specifiedByURL,serialize:this.serialize,parseValue:this.parseValue,parseLiteral:this.parseLiteral,extensions:this.extensions,astNode:this.astNode,extensionASTNodes:this.
extensionASTNodes}}toString(){return this.name}toJSON(){return this.toString()}},qe=class{constructor(e){var t;this.name=Tt(e.name),this.description=e.description,
this.isTypeOf=e.isTypeOf,this.extensions=ut(e.extensions),this.astNode=e.astNode,this.extensionASTNodes=(t=e.extensionASTNodes)!==null&&t!==void 0?t:[],this._fields=
()=>Dd(e),this._interfaces=()=>Id(e),e.isTypeOf==null||typeof e.isTypeOf=="function"||z(!1,`${this.name} must provide "isTypeOf" as a function, but got: ${P(e.isTypeOf)}\
.`)}get[Symbol.toStringTag](){return"GraphQLObjectType"}getFields(){return typeof this._fields=="function"&&(this._fields=this._fields()),this._fields}getInterfaces(){
return typeof this._interfaces=="function"&&(this._interfaces=this._interfaces()),this._interfaces}toConfig(){return{name:this.name,description:this.description,
interfaces:this.getInterfaces(),fields:Rd(this.getFields()),isTypeOf:this.isTypeOf,extensions:this.extensions,astNode:this.astNode,extensionASTNodes:this.extensionASTNodes}}toString(){
return this.name}toJSON(){return this.toString()}};function Id(i){var e;let t=Ho((e=i.interfaces)!==null&&e!==void 0?e:[]);return Array.isArray(t)||z(!1,`${i.name}\
 interfaces must be an Array or a function which returns an Array.`),t}function Dd(i){let e=Xo(i.fields);return hr(e)||z(!1,`${i.name} fields must be an object \
with field names as keys or a function which returns such an object.`),Rt(e,(t,n)=>{var r;hr(t)||z(!1,`${i.name}.${n} field config must be an object.`),t.resolve==
null||typeof t.resolve=="function"||z(!1,`${i.name}.${n} field resolver must be a function if provided, but got: ${P(t.resolve)}.`);let s=(r=t.args)!==null&&r!==
void 0?r:{};return hr(s)||z(!1,`${i.name}.${n} args must be an object with argument names as keys.`),{name:Tt(n),description:t.description,type:t.type,args:lc(s),
resolve:t.resolve,subscribe:t.subscribe,deprecationReason:t.deprecationReason,extensions:ut(t.extensions),astNode:t.astNode}})}function lc(i){return Object.entries(
i).map(([e,t])=>({name:Tt(e),description:t.description,type:t.type,defaultValue:t.defaultValue,deprecationReason:t.deprecationReason,extensions:ut(t.extensions),
astNode:t.astNode}))}function hr(i){return It(i)&&!Array.isArray(i)}function Rd(i){return Rt(i,e=>({description:e.description,type:e.type,args:cc(e.args),resolve:e.
resolve,subscribe:e.subscribe,deprecationReason:e.deprecationReason,extensions:e.extensions,astNode:e.astNode}))}function cc(i){return ks(i,e=>e.name,e=>({description:e.
description,type:e.type,defaultValue:e.defaultValue,deprecationReason:e.deprecationReason,extensions:e.extensions,astNode:e.astNode}))}function Fi(i){return Y(i.
type)&&i.defaultValue===void 0}var St=class{constructor(e){var t;this.name=Tt(e.name),this.description=e.description,this.resolveType=e.resolveType,this.extensions=
ut(e.extensions),this.astNode=e.astNode,this.extensionASTNodes=(t=e.extensionASTNodes)!==null&&t!==void 0?t:[],this._fields=Dd.bind(void 0,e),this._interfaces=Id.
bind(void 0,e),e.resolveType==null||typeof e.resolveType=="function"||z(!1,`${this.name} must provide "resolveType" as a function, but got: ${P(e.resolveType)}.`)}get[Symbol.
toStringTag](){return"GraphQLInterfaceType"}getFields(){return typeof this._fields=="function"&&(this._fields=this._fields()),this._fields}getInterfaces(){return typeof this.
_interfaces=="function"&&(this._interfaces=this._interfaces()),this._interfaces}toConfig(){return{name:this.name,description:this.description,interfaces:this.getInterfaces(),
fields:Rd(this.getFields()),resolveType:this.resolveType,extensions:this.extensions,astNode:this.astNode,extensionASTNodes:this.extensionASTNodes}}toString(){return this.
name}toJSON(){return this.toString()}},zi=class{constructor(e){var t;this.name=Tt(e.name),this.description=e.description,this.resolveType=e.resolveType,this.extensions=
ut(e.extensions),this.astNode=e.astNode,this.extensionASTNodes=(t=e.extensionASTNodes)!==null&&t!==void 0?t:[],this._types=Cv.bind(void 0,e),e.resolveType==null||
typeof e.resolveType=="function"||z(!1,`${this.name} must provide "resolveType" as a function, but got: ${P(e.resolveType)}.`)}get[Symbol.toStringTag](){return"\
GraphQLUnionType"}getTypes(){return typeof this._types=="function"&&(this._types=this._types()),this._types}toConfig(){return{name:this.name,description:this.description,
types:this.getTypes(),resolveType:this.resolveType,extensions:this.extensions,astNode:this.astNode,extensionASTNodes:this.extensionASTNodes}}toString(){return this.
name}toJSON(){return this.toString()}};function Cv(i){let e=Ho(i.types);return Array.isArray(e)||z(!1,`Must provide Array of types or a function which returns s\
uch an array for Union ${i.name}.`),e}var ht=class{constructor(e){var t;this.name=Tt(e.name),this.description=e.description,this.extensions=ut(e.extensions),this.
astNode=e.astNode,this.extensionASTNodes=(t=e.extensionASTNodes)!==null&&t!==void 0?t:[],this._values=typeof e.values=="function"?e.values:Ad(this.name,e.values),
this._valueLookup=null,this._nameLookup=null}get[Symbol.toStringTag](){return"GraphQLEnumType"}getValues(){return typeof this._values=="function"&&(this._values=
Ad(this.name,this._values())),this._values}getValue(e){return this._nameLookup===null&&(this._nameLookup=Dt(this.getValues(),t=>t.name)),this._nameLookup[e]}serialize(e){
this._valueLookup===null&&(this._valueLookup=new Map(this.getValues().map(n=>[n.value,n])));let t=this._valueLookup.get(e);if(t===void 0)throw new S(`Enum "${this.
name}" cannot represent value: ${P(e)}`);return t.name}parseValue(e,t){if(typeof e!="string"){let r=P(e);throw new S(`Enum "${this.name}" cannot represent non-s\
tring value: ${r}.`+(t?"":qo(this,r)))}let n=this.getValue(e);if(n==null)throw new S(`Value "${e}" does not exist in "${this.name}" enum.`+(t?"":qo(this,e)));return n.
value}parseLiteral(e,t,n){if(e.kind!==g.ENUM){let s=st(e);throw new S(`Enum "${this.name}" cannot represent non-enum value: ${s}.`+(n?"":qo(this,s)),{nodes:e})}
let r=this.getValue(e.value);if(r==null){let s=st(e);throw new S(`Value "${s}" does not exist in "${this.name}" enum.`+(n?"":qo(this,s)),{nodes:e})}return r.value}toConfig(){
let e=ks(this.getValues(),t=>t.name,t=>({description:t.description,value:t.value,deprecationReason:t.deprecationReason,extensions:t.extensions,astNode:t.astNode}));
return{name:this.name,description:this.description,values:e,extensions:this.extensions,astNode:this.astNode,extensionASTNodes:this.extensionASTNodes}}toString(){
return this.name}toJSON(){return this.toString()}};function qo(i,e){let t=i.getValues().map(r=>r.name),n=Ct(e,t);return yt("the enum value",n)}function Ad(i,e){
return hr(e)||z(!1,`${i} values must be an object with value names as keys.`),Object.entries(e).map(([t,n])=>(hr(n)||z(!1,`${i}.${t} must refer to an object wit\
h a "value" key representing an internal value but got: ${P(n)}.`),{name:ac(t),description:n.description,value:n.value!==void 0?n.value:t,deprecationReason:n.deprecationReason,
extensions:ut(n.extensions),astNode:n.astNode}))}var Si=class{constructor(e){var t,n;this.name=Tt(e.name),this.description=e.description,this.extensions=ut(e.extensions),
this.astNode=e.astNode,this.extensionASTNodes=(t=e.extensionASTNodes)!==null&&t!==void 0?t:[],this.isOneOf=(n=e.isOneOf)!==null&&n!==void 0?n:!1,this._fields=Pv.
bind(void 0,e)}get[Symbol.toStringTag](){return"GraphQLInputObjectType"}getFields(){return typeof this._fields=="function"&&(this._fields=this._fields()),this._fields}toConfig(){
let e=Rt(this.getFields(),t=>({description:t.description,type:t.type,defaultValue:t.defaultValue,deprecationReason:t.deprecationReason,extensions:t.extensions,astNode:t.
astNode}));return{name:this.name,description:this.description,fields:e,extensions:this.extensions,astNode:this.astNode,extensionASTNodes:this.extensionASTNodes,
isOneOf:this.isOneOf}}toString(){return this.name}toJSON(){return this.toString()}};function Pv(i){let e=Xo(i.fields);return hr(e)||z(!1,`${i.name} fields must \
be an object with field names as keys or a function which returns such an object.`),Rt(e,(t,n)=>(!("resolve"in t)||z(!1,`${i.name}.${n} field has a resolve prop\
erty, but Input Types cannot define resolvers.`),{name:Tt(n),description:t.description,type:t.type,defaultValue:t.defaultValue,deprecationReason:t.deprecationReason,
extensions:ut(t.extensions),astNode:t.astNode}))}function pr(i){return Y(i.type)&&i.defaultValue===void 0}function mr(i,e){return i===e?!0:Y(i)&&Y(e)||ue(i)&&ue(e)?mr(i.ofType,e.ofType):!1}function xi(i,e,t){return e===t?!0:Y(t)?Y(e)?xi(i,e.ofType,t.ofType):!1:Y(e)?
xi(i,e.ofType,t):ue(t)?ue(e)?xi(i,e.ofType,t.ofType):!1:ue(e)?!1:Ye(t)&&(te(e)||J(e))&&i.isSubType(t,e)}function mn(i,e,t){return e===t?!0:Ye(e)?Ye(t)?i.getPossibleTypes(
e).some(n=>i.isSubType(t,n)):i.isSubType(e,t):Ye(t)?i.isSubType(t,e):!1}var As=2147483647,Is=-2147483648,fc=new bt({name:"Int",description:"The `Int` scalar type represents non-fractional signed whole numeric values. Int can represe\
nt values between -(2^31) and 2^31 - 1.",serialize(i){let e=Rs(i);if(typeof e=="boolean")return e?1:0;let t=e;if(typeof e=="string"&&e!==""&&(t=Number(e)),typeof t!=
"number"||!Number.isInteger(t))throw new S(`Int cannot represent non-integer value: ${P(e)}`);if(t>As||t<Is)throw new S("Int cannot represent non 32-bit signed \
integer value: "+P(e));return t},parseValue(i){if(typeof i!="number"||!Number.isInteger(i))throw new S(`Int cannot represent non-integer value: ${P(i)}`);if(i>As||
i<Is)throw new S(`Int cannot represent non 32-bit signed integer value: ${i}`);return i},parseLiteral(i){if(i.kind!==g.INT)throw new S(`Int cannot represent non\
-integer value: ${st(i)}`,{nodes:i});let e=parseInt(i.value,10);if(e>As||e<Is)throw new S(`Int cannot represent non 32-bit signed integer value: ${i.value}`,{nodes:i});
return e}}),uc=new bt({name:"Float",description:"The `Float` scalar type represents signed double-precision fractional values as specified by [IEEE 754](https:/\
/en.wikipedia.org/wiki/IEEE_floating_point).",serialize(i){let e=Rs(i);if(typeof e=="boolean")return e?1:0;let t=e;if(typeof e=="string"&&e!==""&&(t=Number(e)),
typeof t!="number"||!Number.isFinite(t))throw new S(`Float cannot represent non numeric value: ${P(e)}`);return t},parseValue(i){if(typeof i!="number"||!Number.
isFinite(i))throw new S(`Float cannot represent non numeric value: ${P(i)}`);return i},parseLiteral(i){if(i.kind!==g.FLOAT&&i.kind!==g.INT)throw new S(`Float ca\
nnot represent non numeric value: ${st(i)}`,i);return parseFloat(i.value)}}),Te=new bt({name:"String",description:"The `String` scalar type represents textual d\
ata, represented as UTF-8 character sequences. The String type is most often used by GraphQL to represent free-form human-readable text.",serialize(i){let e=Rs(
i);if(typeof e=="string")return e;if(typeof e=="boolean")return e?"true":"false";if(typeof e=="number"&&Number.isFinite(e))return e.toString();throw new S(`Stri\
ng cannot represent value: ${P(i)}`)},parseValue(i){if(typeof i!="string")throw new S(`String cannot represent a non string value: ${P(i)}`);return i},parseLiteral(i){
if(i.kind!==g.STRING)throw new S(`String cannot represent a non string value: ${st(i)}`,{nodes:i});return i.value}}),xe=new bt({name:"Boolean",description:"The \
`Boolean` scalar type represents `true` or `false`.",serialize(i){let e=Rs(i);if(typeof e=="boolean")return e;if(Number.isFinite(e))return e!==0;throw new S(`Bo\
olean cannot represent a non boolean value: ${P(e)}`)},parseValue(i){if(typeof i!="boolean")throw new S(`Boolean cannot represent a non boolean value: ${P(i)}`);
return i},parseLiteral(i){if(i.kind!==g.BOOLEAN)throw new S(`Boolean cannot represent a non boolean value: ${st(i)}`,{nodes:i});return i.value}}),Ds=new bt({name:"\
ID",description:'The `ID` scalar type represents a unique identifier, often used to refetch an object or as key for a cache. The ID type appears in a JSON respo\
nse as a String; however, it is not intended to be human-readable. When expected as an input type, any string (such as `"4"`) or integer (such as `4`) input val\
ue will be accepted as an ID.',serialize(i){let e=Rs(i);if(typeof e=="string")return e;if(Number.isInteger(e))return String(e);throw new S(`ID cannot represent \
value: ${P(i)}`)},parseValue(i){if(typeof i=="string")return i;if(typeof i=="number"&&Number.isInteger(i))return i.toString();throw new S(`ID cannot represent v\
alue: ${P(i)}`)},parseLiteral(i){if(i.kind!==g.STRING&&i.kind!==g.INT)throw new S("ID cannot represent a non-string and non-integer value: "+st(i),{nodes:i});return i.
value}}),gn=Object.freeze([Te,fc,uc,xe,Ds]);function Yo(i){return gn.some(({name:e})=>i.name===e)}function Rs(i){if(It(i)){if(typeof i.valueOf=="function"){let e=i.
valueOf();if(!It(e))return e}if(typeof i.toJSON=="function")return i.toJSON()}return i}function Cs(i){return ft(i,Mt)}var Mt=class{constructor(e){var t,n,r;this.name=Tt(e.name),this.description=e.description,this.locations=e.locations,this.isRepeatable=(t=e.isRepeatable)!==null&&
t!==void 0?t:!1,this.deprecationReason=e.deprecationReason,this.extensions=ut(e.extensions),this.astNode=e.astNode,this.extensionASTNodes=(n=e.extensionASTNodes)!==
null&&n!==void 0?n:[],Array.isArray(e.locations)||z(!1,`@${e.name} locations must be an Array.`);let s=(r=e.args)!==null&&r!==void 0?r:{};It(s)&&!Array.isArray(
s)||z(!1,`@${e.name} args must be an object with argument names as keys.`),this.args=lc(s)}get[Symbol.toStringTag](){return"GraphQLDirective"}toConfig(){return{
name:this.name,description:this.description,locations:this.locations,args:cc(this.args),isRepeatable:this.isRepeatable,deprecationReason:this.deprecationReason,
extensions:this.extensions,astNode:this.astNode,extensionASTNodes:this.extensionASTNodes}}toString(){return"@"+this.name}toJSON(){return this.toString()}},zo=new Mt(
{name:"include",description:"Directs the executor to include this field or fragment only when the `if` argument is true.",locations:[L.FIELD,L.FRAGMENT_SPREAD,L.
INLINE_FRAGMENT],args:{if:{type:new G(xe),description:"Included when true."}}}),Jo=new Mt({name:"skip",description:"Directs the executor to skip this field or f\
ragment when the `if` argument is true.",locations:[L.FIELD,L.FRAGMENT_SPREAD,L.INLINE_FRAGMENT],args:{if:{type:new G(xe),description:"Skipped when true."}}}),Cd="\
No longer supported",gr=new Mt({name:"deprecated",description:"Marks an element of a GraphQL schema as no longer supported.",locations:[L.FIELD_DEFINITION,L.ARGUMENT_DEFINITION,
L.INPUT_FIELD_DEFINITION,L.ENUM_VALUE,L.DIRECTIVE_DEFINITION],args:{reason:{type:Te,description:"Explains why this element was deprecated, usually also includin\
g a suggestion for how to access supported similar data. Formatted using the Markdown syntax, as specified by [CommonMark](https://commonmark.org/).",defaultValue:Cd}}}),
Zo=new Mt({name:"specifiedBy",description:"Exposes a URL that specifies the behavior of this scalar.",locations:[L.SCALAR],args:{url:{type:new G(Te),description:"\
The URL that specifies the behavior of this scalar."}}}),Ko=new Mt({name:"oneOf",description:"Indicates exactly one field must be supplied and this field must n\
ot be `null`.",locations:[L.INPUT_OBJECT],args:{}}),Lt=Object.freeze([zo,Jo,gr,Zo,Ko]);function Le(i,e){if(!!!i)throw new Error(e??"Unexpected invariant triggered.")}function Pd(i){return typeof i=="object"&&typeof i?.[Symbol.iterator]=="function"}function On(i,e){if(Y(e)){let t=On(i,e.ofType);return t?.kind===g.NULL?null:t}if(i===null)return{kind:g.NULL};if(i===void 0)return null;if(ue(e)){let t=e.ofType;
if(Pd(i)){let n=[];for(let r of i){let s=On(r,t);s!=null&&n.push(s)}return{kind:g.LIST,values:n}}return On(i,t)}if(ne(e)){if(!It(i))return null;let t=[];for(let n of Object.
values(e.getFields())){let r=On(i[n.name],n.type);r&&t.push({kind:g.OBJECT_FIELD,name:{kind:g.NAME,value:n.name},value:r})}return{kind:g.OBJECT,fields:t}}if(Pt(
e)){let t=e.serialize(i);if(t==null)return null;if(typeof t=="boolean")return{kind:g.BOOLEAN,value:t};if(typeof t=="number"&&Number.isFinite(t)){let n=String(t);
return Md.test(n)?{kind:g.INT,value:n}:{kind:g.FLOAT,value:n}}if(typeof t=="string")return ve(e)?{kind:g.ENUM,value:t}:e===Ds&&Md.test(t)?{kind:g.INT,value:t}:{
kind:g.STRING,value:t};throw new TypeError(`Cannot convert value to AST: ${P(t)}.`)}Le(!1,"Unexpected input type: "+P(e))}var Md=/^-?(?:0|[1-9][0-9]*)$/;var Or=new qe({name:"__Schema",description:"A GraphQL Schema defines the capabilities of a GraphQL server. It exposes all available types and directives on the \
server, as well as the entry points for query, mutation, and subscription operations.",fields:()=>({description:{type:Te,resolve:i=>i.description},types:{description:"\
A list of all types supported by this server.",type:new G(new Ie(new G(_t))),resolve(i){return Object.values(i.getTypeMap())}},queryType:{description:"The type \
that query operations will be rooted at.",type:new G(_t),resolve:i=>i.getQueryType()},mutationType:{description:"If this server supports mutation, the type that\
 mutation operations will be rooted at.",type:_t,resolve:i=>i.getMutationType()},subscriptionType:{description:"If this server support subscription, the type th\
at subscription operations will be rooted at.",type:_t,resolve:i=>i.getSubscriptionType()},directives:{description:"A list of all directives supported by this s\
erver.",type:new G(new Ie(new G(ea))),args:{includeDeprecated:{type:new G(xe),defaultValue:!1}},resolve:(i,{includeDeprecated:e})=>e?i.getDirectives():i.getDirectives().
filter(t=>t.deprecationReason==null)}})}),ea=new qe({name:"__Directive",description:`A Directive provides a way to describe alternate runtime execution and type\
 validation behavior in a GraphQL document.

In some cases, you need to provide options to alter GraphQL's execution behavior in ways field arguments will not suffice, such as conditionally including or sk\
ipping a field. Directives provide this by describing additional information to the executor.`,fields:()=>({name:{type:new G(Te),resolve:i=>i.name},description:{
type:Te,resolve:i=>i.description},isRepeatable:{type:new G(xe),resolve:i=>i.isRepeatable},locations:{type:new G(new Ie(new G(ta))),resolve:i=>i.locations},args:{
type:new G(new Ie(new G(yr))),args:{includeDeprecated:{type:xe,defaultValue:!1}},resolve(i,{includeDeprecated:e}){return e?i.args:i.args.filter(t=>t.deprecationReason==
null)}},isDeprecated:{type:new G(xe),resolve:i=>i.deprecationReason!=null},deprecationReason:{type:Te,resolve:i=>i.deprecationReason}})}),ta=new ht({name:"__Dir\
ectiveLocation",description:"A Directive can be adjacent to many parts of the GraphQL language, a __DirectiveLocation describes one such possible adjacencies.",
values:{QUERY:{value:L.QUERY,description:"Location adjacent to a query operation."},MUTATION:{value:L.MUTATION,description:"Location adjacent to a mutation oper\
ation."},SUBSCRIPTION:{value:L.SUBSCRIPTION,description:"Location adjacent to a subscription operation."},FIELD:{value:L.FIELD,description:"Location adjacent to\
 a field."},FRAGMENT_DEFINITION:{value:L.FRAGMENT_DEFINITION,description:"Location adjacent to a fragment definition."},FRAGMENT_SPREAD:{value:L.FRAGMENT_SPREAD,
description:"Location adjacent to a fragment spread."},INLINE_FRAGMENT:{value:L.INLINE_FRAGMENT,description:"Location adjacent to an inline fragment."},VARIABLE_DEFINITION:{
value:L.VARIABLE_DEFINITION,description:"Location adjacent to a variable definition."},SCHEMA:{value:L.SCHEMA,description:"Location adjacent to a schema definit\
ion."},SCALAR:{value:L.SCALAR,description:"Location adjacent to a scalar definition."},OBJECT:{value:L.OBJECT,description:"Location adjacent to an object type d\
efinition."},FIELD_DEFINITION:{value:L.FIELD_DEFINITION,description:"Location adjacent to a field definition."},ARGUMENT_DEFINITION:{value:L.ARGUMENT_DEFINITION,
description:"Location adjacent to an argument definition."},INTERFACE:{value:L.INTERFACE,description:"Location adjacent to an interface definition."},UNION:{value:L.
UNION,description:"Location adjacent to a union definition."},ENUM:{value:L.ENUM,description:"Location adjacent to an enum definition."},ENUM_VALUE:{value:L.ENUM_VALUE,
description:"Location adjacent to an enum value definition."},INPUT_OBJECT:{value:L.INPUT_OBJECT,description:"Location adjacent to an input object type definiti\
on."},INPUT_FIELD_DEFINITION:{value:L.INPUT_FIELD_DEFINITION,description:"Location adjacent to an input object field definition."},DIRECTIVE_DEFINITION:{value:L.
DIRECTIVE_DEFINITION,description:"Location adjacent to a directive definition."}}}),_t=new qe({name:"__Type",description:"The fundamental unit of any GraphQL Sc\
hema is the type. There are many kinds of types in GraphQL as represented by the `__TypeKind` enum.\n\nDepending on the kind of a type, certain fields describe in\
formation about that type. Scalar types provide no information beyond a name, description and optional `specifiedByURL`, while Enum types provide their values. \
Object and Interface types provide the fields they describe. Abstract types, Union and Interface, provide the Object types possible at runtime. List and NonNull\
 types compose other types.",fields:()=>({kind:{type:new G(ra),resolve(i){if(dt(i))return Ue.SCALAR;if(J(i))return Ue.OBJECT;if(te(i))return Ue.INTERFACE;if(Me(
i))return Ue.UNION;if(ve(i))return Ue.ENUM;if(ne(i))return Ue.INPUT_OBJECT;if(ue(i))return Ue.LIST;if(Y(i))return Ue.NON_NULL;Le(!1,`Unexpected type: "${P(i)}".`)}},
name:{type:Te,resolve:i=>"name"in i?i.name:void 0},description:{type:Te,resolve:i=>"description"in i?i.description:void 0},specifiedByURL:{type:Te,resolve:i=>"s\
pecifiedByURL"in i?i.specifiedByURL:void 0},fields:{type:new Ie(new G(ia)),args:{includeDeprecated:{type:xe,defaultValue:!1}},resolve(i,{includeDeprecated:e}){if(J(
i)||te(i)){let t=Object.values(i.getFields());return e?t:t.filter(n=>n.deprecationReason==null)}}},interfaces:{type:new Ie(new G(_t)),resolve(i){if(J(i)||te(i))
return i.getInterfaces()}},possibleTypes:{type:new Ie(new G(_t)),resolve(i,e,t,{schema:n}){if(Ye(i))return n.getPossibleTypes(i)}},enumValues:{type:new Ie(new G(
na)),args:{includeDeprecated:{type:xe,defaultValue:!1}},resolve(i,{includeDeprecated:e}){if(ve(i)){let t=i.getValues();return e?t:t.filter(n=>n.deprecationReason==
null)}}},inputFields:{type:new Ie(new G(yr)),args:{includeDeprecated:{type:xe,defaultValue:!1}},resolve(i,{includeDeprecated:e}){if(ne(i)){let t=Object.values(i.
getFields());return e?t:t.filter(n=>n.deprecationReason==null)}}},ofType:{type:_t,resolve:i=>"ofType"in i?i.ofType:void 0},isOneOf:{type:xe,resolve:i=>{if(ne(i))
return i.isOneOf}}})}),ia=new qe({name:"__Field",description:"Object and Interface types are described by a list of Fields, each of which has a name, potentiall\
y a list of arguments, and a return type.",fields:()=>({name:{type:new G(Te),resolve:i=>i.name},description:{type:Te,resolve:i=>i.description},args:{type:new G(
new Ie(new G(yr))),args:{includeDeprecated:{type:xe,defaultValue:!1}},resolve(i,{includeDeprecated:e}){return e?i.args:i.args.filter(t=>t.deprecationReason==null)}},
type:{type:new G(_t),resolve:i=>i.type},isDeprecated:{type:new G(xe),resolve:i=>i.deprecationReason!=null},deprecationReason:{type:Te,resolve:i=>i.deprecationReason}})}),
yr=new qe({name:"__InputValue",description:"Arguments provided to Fields or Directives and the input fields of an InputObject are represented as Input Values wh\
ich describe their type and optionally a default value.",fields:()=>({name:{type:new G(Te),resolve:i=>i.name},description:{type:Te,resolve:i=>i.description},type:{
type:new G(_t),resolve:i=>i.type},defaultValue:{type:Te,description:"A GraphQL-formatted string representing the default value for this input value.",resolve(i){
let{type:e,defaultValue:t}=i,n=On(t,e);return n?vt(n):null}},isDeprecated:{type:new G(xe),resolve:i=>i.deprecationReason!=null},deprecationReason:{type:Te,resolve:i=>i.
deprecationReason}})}),na=new qe({name:"__EnumValue",description:"One possible value for a given Enum. Enum values are unique values, not a placeholder for a st\
ring or numeric value. However an Enum value is returned in a JSON response as a string.",fields:()=>({name:{type:new G(Te),resolve:i=>i.name},description:{type:Te,
resolve:i=>i.description},isDeprecated:{type:new G(xe),resolve:i=>i.deprecationReason!=null},deprecationReason:{type:Te,resolve:i=>i.deprecationReason}})}),Ue;(function(i){
i.SCALAR="SCALAR",i.OBJECT="OBJECT",i.INTERFACE="INTERFACE",i.UNION="UNION",i.ENUM="ENUM",i.INPUT_OBJECT="INPUT_OBJECT",i.LIST="LIST",i.NON_NULL="NON_NULL"})(Ue||
(Ue={}));var ra=new ht({name:"__TypeKind",description:"An enum describing what kind of type a given `__Type` is.",values:{SCALAR:{value:Ue.SCALAR,description:"Indicates \
this type is a scalar."},OBJECT:{value:Ue.OBJECT,description:"Indicates this type is an object. `fields` and `interfaces` are valid fields."},INTERFACE:{value:Ue.
INTERFACE,description:"Indicates this type is an interface. `fields`, `interfaces`, and `possibleTypes` are valid fields."},UNION:{value:Ue.UNION,description:"I\
ndicates this type is a union. `possibleTypes` is a valid field."},ENUM:{value:Ue.ENUM,description:"Indicates this type is an enum. `enumValues` is a valid fiel\
d."},INPUT_OBJECT:{value:Ue.INPUT_OBJECT,description:"Indicates this type is an input object. `inputFields` is a valid field."},LIST:{value:Ue.LIST,description:"\
Indicates this type is a list. `ofType` is a valid field."},NON_NULL:{value:Ue.NON_NULL,description:"Indicates this type is a non-null. `ofType` is a valid fiel\
d."}}}),ki={name:"__schema",type:new G(Or),description:"Access the current type schema of this server.",args:[],resolve:(i,e,t,{schema:n})=>n,deprecationReason:void 0,
extensions:Object.create(null),astNode:void 0},Ei={name:"__type",type:_t,description:"Request the type information of a single type.",args:[{name:"name",description:void 0,
type:new G(Te),defaultValue:void 0,deprecationReason:void 0,extensions:Object.create(null),astNode:void 0}],resolve:(i,{name:e},t,{schema:n})=>n.getType(e),deprecationReason:void 0,
extensions:Object.create(null),astNode:void 0},wi={name:"__typename",type:new G(Te),description:"The name of the current Object type at runtime.",args:[],resolve:(i,e,t,{
parentType:n})=>n.name,deprecationReason:void 0,extensions:Object.create(null),astNode:void 0},yn=Object.freeze([Or,ea,ta,_t,ia,yr,na,ra]);function vr(i){return yn.
some(({name:e})=>i.name===e)}function Ld(i){return ft(i,Tr)}function hc(i){if(!Ld(i))throw new Error(`Expected ${P(i)} to be a GraphQL schema.`);return i}var Tr=class{constructor(e){var t,n;
this.__validationErrors=e.assumeValid===!0?[]:void 0,It(e)||z(!1,"Must provide configuration object."),!e.types||Array.isArray(e.types)||z(!1,`"types" must be A\
rray if provided but got: ${P(e.types)}.`),!e.directives||Array.isArray(e.directives)||z(!1,`"directives" must be Array if provided but got: ${P(e.directives)}.`),
this.description=e.description,this.extensions=ut(e.extensions),this.astNode=e.astNode,this.extensionASTNodes=(t=e.extensionASTNodes)!==null&&t!==void 0?t:[],this.
_queryType=e.query,this._mutationType=e.mutation,this._subscriptionType=e.subscription,this._directives=(n=e.directives)!==null&&n!==void 0?n:Lt;let r=new Set(e.
types);if(e.types!=null)for(let s of e.types)r.delete(s),li(s,r);this._queryType!=null&&li(this._queryType,r),this._mutationType!=null&&li(this._mutationType,r),
this._subscriptionType!=null&&li(this._subscriptionType,r);for(let s of this._directives)if(Cs(s))for(let o of s.args)li(o.type,r);li(Or,r),this._typeMap=Object.
create(null),this._subTypeMap=Object.create(null),this._implementationsMap=Object.create(null);for(let s of r){if(s==null)continue;let o=s.name;if(o||z(!1,"One \
of the provided types for building the Schema is missing a name."),this._typeMap[o]!==void 0)throw new Error(`Schema must contain uniquely named types but conta\
ins multiple types named "${o}".`);if(this._typeMap[o]=s,te(s)){for(let a of s.getInterfaces())if(te(a)){let l=this._implementationsMap[a.name];l===void 0&&(l=this.
_implementationsMap[a.name]={objects:[],interfaces:[]}),l.interfaces.push(s)}}else if(J(s)){for(let a of s.getInterfaces())if(te(a)){let l=this._implementationsMap[a.
name];l===void 0&&(l=this._implementationsMap[a.name]={objects:[],interfaces:[]}),l.objects.push(s)}}}}get[Symbol.toStringTag](){return"GraphQLSchema"}getQueryType(){
return this._queryType}getMutationType(){return this._mutationType}getSubscriptionType(){return this._subscriptionType}getRootType(e){switch(e){case Qe.QUERY:return this.
getQueryType();case Qe.MUTATION:return this.getMutationType();case Qe.SUBSCRIPTION:return this.getSubscriptionType()}}getTypeMap(){return this._typeMap}getType(e){
return this.getTypeMap()[e]}getPossibleTypes(e){return Me(e)?e.getTypes():this.getImplementations(e).objects}getImplementations(e){let t=this._implementationsMap[e.
name];return t??{objects:[],interfaces:[]}}isSubType(e,t){let n=this._subTypeMap[e.name];if(n===void 0){if(n=Object.create(null),Me(e))for(let r of e.getTypes())
n[r.name]=!0;else{let r=this.getImplementations(e);for(let s of r.objects)n[s.name]=!0;for(let s of r.interfaces)n[s.name]=!0}this._subTypeMap[e.name]=n}return n[t.
name]!==void 0}getDirectives(){return this._directives}getDirective(e){return this.getDirectives().find(t=>t.name===e)}toConfig(){return{description:this.description,
query:this.getQueryType(),mutation:this.getMutationType(),subscription:this.getSubscriptionType(),types:Object.values(this.getTypeMap()),directives:this.getDirectives(),
extensions:this.extensions,astNode:this.astNode,extensionASTNodes:this.extensionASTNodes,assumeValid:this.__validationErrors!==void 0}}};function li(i,e){let t=he(
i);if(!e.has(t)){if(e.add(t),Me(t))for(let n of t.getTypes())li(n,e);else if(J(t)||te(t)){for(let n of t.getInterfaces())li(n,e);for(let n of Object.values(t.getFields())){
li(n.type,e);for(let r of n.args)li(r.type,e)}}else if(ne(t))for(let n of Object.values(t.getFields()))li(n.type,e)}return e}function Ms(i){if(hc(i),i.__validationErrors)return i.__validationErrors;let e=new pc(i);Mv(e),Lv(e),_v(e);let t=e.getErrors();return i.__validationErrors=t,t}function sa(i){
let e=Ms(i);if(e.length!==0)throw new Error(e.map(t=>t.message).join(`

`))}var pc=class{constructor(e){this._errors=[],this.schema=e}reportError(e,t){let n=Array.isArray(t)?t.filter(Boolean):t;this._errors.push(new S(e,{nodes:n}))}getErrors(){
return this._errors}};function Mv(i){let e=i.schema,t=e.getQueryType();if(!t)i.reportError("Query root type must be provided.",e.astNode);else if(!J(t)){var n;i.
reportError(`Query root type must be Object type, it cannot be ${P(t)}.`,(n=dc(e,Qe.QUERY))!==null&&n!==void 0?n:t.astNode)}let r=e.getMutationType();if(r&&!J(r)){
var s;i.reportError(`Mutation root type must be Object type if provided, it cannot be ${P(r)}.`,(s=dc(e,Qe.MUTATION))!==null&&s!==void 0?s:r.astNode)}let o=e.getSubscriptionType();
if(o&&!J(o)){var a;i.reportError(`Subscription root type must be Object type if provided, it cannot be ${P(o)}.`,(a=dc(e,Qe.SUBSCRIPTION))!==null&&a!==void 0?a:
o.astNode)}}function dc(i,e){var t;return(t=[i.astNode,...i.extensionASTNodes].flatMap(n=>{var r;return(r=n?.operationTypes)!==null&&r!==void 0?r:[]}).find(n=>n.
operation===e))===null||t===void 0?void 0:t.type}function Lv(i){for(let t of i.schema.getDirectives()){if(!Cs(t)){i.reportError(`Expected directive but got: ${P(
t)}.`,t?.astNode);continue}vn(i,t),t.locations.length===0&&i.reportError(`Directive @${t.name} must include 1 or more locations.`,t.astNode);for(let n of t.args)
if(vn(i,n),Ge(n.type)||i.reportError(`The type of @${t.name}(${n.name}:) must be Input Type but got: ${P(n.type)}.`,n.astNode),Fi(n)&&n.deprecationReason!=null){
var e;i.reportError(`Required argument @${t.name}(${n.name}:) cannot be deprecated.`,[mc(n.astNode),(e=n.astNode)===null||e===void 0?void 0:e.type])}}}function vn(i,e){
e.name.startsWith("__")&&i.reportError(`Name "${e.name}" must not begin with "__", which is reserved by GraphQL introspection.`,e.astNode)}function _v(i){let e=jv(
i),t=i.schema.getTypeMap();for(let n of Object.values(t)){if(!Wo(n)){i.reportError(`Expected GraphQL named type but got: ${P(n)}.`,n.astNode);continue}vr(n)||vn(
i,n),J(n)||te(n)?(_d(i,n),Fd(i,n)):Me(n)?Vv(i,n):ve(n)?Bv(i,n):ne(n)&&(Uv(i,n),e(n))}}function _d(i,e){let t=Object.values(e.getFields());t.length===0&&i.reportError(
`Type ${e.name} must define one or more fields.`,[e.astNode,...e.extensionASTNodes]);for(let o of t){if(vn(i,o),!oi(o.type)){var n;i.reportError(`The type of ${e.
name}.${o.name} must be Output Type but got: ${P(o.type)}.`,(n=o.astNode)===null||n===void 0?void 0:n.type)}for(let a of o.args){let l=a.name;if(vn(i,a),!Ge(a.type)){
var r;i.reportError(`The type of ${e.name}.${o.name}(${l}:) must be Input Type but got: ${P(a.type)}.`,(r=a.astNode)===null||r===void 0?void 0:r.type)}if(Fi(a)&&
a.deprecationReason!=null){var s;i.reportError(`Required argument ${e.name}.${o.name}(${l}:) cannot be deprecated.`,[mc(a.astNode),(s=a.astNode)===null||s===void 0?
void 0:s.type])}}}}function Fd(i,e){let t=Object.create(null);for(let n of e.getInterfaces()){if(!te(n)){i.reportError(`Type ${P(e)} must only implement Interfa\
ce types, it cannot implement ${P(n)}.`,Ps(e,n));continue}if(e===n){i.reportError(`Type ${e.name} cannot implement itself because it would create a circular ref\
erence.`,Ps(e,n));continue}if(t[n.name]){i.reportError(`Type ${e.name} can only implement ${n.name} once.`,Ps(e,n));continue}t[n.name]=!0,Qv(i,e,n),Fv(i,e,n)}}function Fv(i,e,t){
let n=e.getFields();for(let l of Object.values(t.getFields())){let c=l.name,f=n[c];if(!f){i.reportError(`Interface field ${t.name}.${c} expected but ${e.name} d\
oes not provide it.`,[l.astNode,e.astNode,...e.extensionASTNodes]);continue}if(!xi(i.schema,f.type,l.type)){var r,s;i.reportError(`Interface field ${t.name}.${c}\
 expects type ${P(l.type)} but ${e.name}.${c} is type ${P(f.type)}.`,[(r=l.astNode)===null||r===void 0?void 0:r.type,(s=f.astNode)===null||s===void 0?void 0:s.type])}
for(let u of l.args){let h=u.name,d=f.args.find(p=>p.name===h);if(!d){i.reportError(`Interface field argument ${t.name}.${c}(${h}:) expected but ${e.name}.${c} \
does not provide it.`,[u.astNode,f.astNode]);continue}if(!mr(u.type,d.type)){var o,a;i.reportError(`Interface field argument ${t.name}.${c}(${h}:) expects type ${P(
u.type)} but ${e.name}.${c}(${h}:) is type ${P(d.type)}.`,[(o=u.astNode)===null||o===void 0?void 0:o.type,(a=d.astNode)===null||a===void 0?void 0:a.type])}}for(let u of f.
args){let h=u.name;!l.args.find(p=>p.name===h)&&Fi(u)&&i.reportError(`Object field ${e.name}.${c} includes required argument ${h} that is missing from the Inter\
face field ${t.name}.${c}.`,[u.astNode,l.astNode])}}}function Qv(i,e,t){let n=e.getInterfaces();for(let r of t.getInterfaces())n.includes(r)||i.reportError(r===
e?`Type ${e.name} cannot implement ${t.name} because it would create a circular reference.`:`Type ${e.name} must implement ${r.name} because it is implemented b\
y ${t.name}.`,[...Ps(t,r),...Ps(e,t)])}function Vv(i,e){let t=e.getTypes();t.length===0&&i.reportError(`Union type ${e.name} must define one or more member type\
s.`,[e.astNode,...e.extensionASTNodes]);let n=Object.create(null);for(let r of t){if(n[r.name]){i.reportError(`Union type ${e.name} can only include type ${r.name}\
 once.`,Qd(e,r.name));continue}n[r.name]=!0,J(r)||i.reportError(`Union type ${e.name} can only include Object types, it cannot include ${P(r)}.`,Qd(e,String(r)))}}
function Bv(i,e){let t=e.getValues();t.length===0&&i.reportError(`Enum type ${e.name} must define one or more values.`,[e.astNode,...e.extensionASTNodes]);for(let n of t)
vn(i,n)}function Uv(i,e){let t=Object.values(e.getFields());t.length===0&&i.reportError(`Input Object type ${e.name} must define one or more fields.`,[e.astNode,
...e.extensionASTNodes]);for(let s of t){if(vn(i,s),!Ge(s.type)){var n;i.reportError(`The type of ${e.name}.${s.name} must be Input Type but got: ${P(s.type)}.`,
(n=s.astNode)===null||n===void 0?void 0:n.type)}if(pr(s)&&s.deprecationReason!=null){var r;i.reportError(`Required input field ${e.name}.${s.name} cannot be dep\
recated.`,[mc(s.astNode),(r=s.astNode)===null||r===void 0?void 0:r.type])}e.isOneOf&&$v(e,s,i)}}function $v(i,e,t){if(Y(e.type)){var n;t.reportError(`OneOf inpu\
t field ${i.name}.${e.name} must be nullable.`,(n=e.astNode)===null||n===void 0?void 0:n.type)}e.defaultValue!==void 0&&t.reportError(`OneOf input field ${i.name}\
.${e.name} cannot have a default value.`,e.astNode)}function jv(i){let e=Object.create(null),t=[],n=Object.create(null);return r;function r(s){if(e[s.name])return;
e[s.name]=!0,n[s.name]=t.length;let o=Object.values(s.getFields());for(let a of o)if(Y(a.type)&&ne(a.type.ofType)){let l=a.type.ofType,c=n[l.name];if(t.push(a),
c===void 0)r(l);else{let f=t.slice(c),u=f.map(h=>h.name).join(".");i.reportError(`Cannot reference Input Object "${l.name}" within itself through a series of no\
n-null fields: "${u}".`,f.map(h=>h.astNode))}t.pop()}n[s.name]=void 0}}function Ps(i,e){let{astNode:t,extensionASTNodes:n}=i;return(t!=null?[t,...n]:n).flatMap(
s=>{var o;return(o=s.interfaces)!==null&&o!==void 0?o:[]}).filter(s=>s.name.value===e.name)}function Qd(i,e){let{astNode:t,extensionASTNodes:n}=i;return(t!=null?
[t,...n]:n).flatMap(s=>{var o;return(o=s.types)!==null&&o!==void 0?o:[]}).filter(s=>s.name.value===e)}function mc(i){var e;return i==null||(e=i.directives)===null||
e===void 0?void 0:e.find(t=>t.name.value===gr.name)}var Qi=Object.freeze({});function ci(i,e,t=hn){let n=new Map;for(let v of Object.values(g))n.set(v,Tn(e,v));let r,s=Array.isArray(i),o=[i],a=-1,l=[],c=i,f,u,h=[],
d=[];do{a++;let v=a===o.length,k=v&&l.length!==0;if(v){if(f=d.length===0?void 0:h[h.length-1],c=u,u=d.pop(),k)if(s){c=c.slice();let A=0;for(let[b,N]of l){let C=b-
A;N===null?(c.splice(C,1),A++):c[C]=N}}else{c={...c};for(let[A,b]of l)c[A]=b}a=r.index,o=r.keys,l=r.edits,s=r.inArray,r=r.prev}else if(u){if(f=s?a:o[a],c=u[f],c==
null)continue;h.push(f)}let y;if(!Array.isArray(c)){var p,m;dn(c)||z(!1,`Invalid AST Node: ${P(c)}.`);let A=v?(p=n.get(c.kind))===null||p===void 0?void 0:p.leave:
(m=n.get(c.kind))===null||m===void 0?void 0:m.enter;if(y=A?.call(e,c,f,u,h,d),y===Qi)break;if(y===!1){if(!v){h.pop();continue}}else if(y!==void 0&&(l.push([f,y]),
!v))if(dn(y))c=y;else{h.pop();continue}}if(y===void 0&&k&&l.push([f,c]),v)h.pop();else{var O;r={inArray:s,index:a,keys:o,edits:l,prev:r},s=Array.isArray(c),o=s?
c:(O=t[c.kind])!==null&&O!==void 0?O:[],a=-1,l=[],u&&d.push(u),u=c}}while(r!==void 0);return l.length!==0?l[l.length-1][1]:i}function Ls(i){let e=new Array(i.length).
fill(null),t=Object.create(null);for(let n of Object.values(g)){let r=!1,s=new Array(i.length).fill(void 0),o=new Array(i.length).fill(void 0);for(let l=0;l<i.length;++l){
let{enter:c,leave:f}=Tn(i[l],n);r||(r=c!=null||f!=null),s[l]=c,o[l]=f}if(!r)continue;let a={enter(...l){let c=l[0];for(let u=0;u<i.length;u++)if(e[u]===null){var f;
let h=(f=s[u])===null||f===void 0?void 0:f.apply(i[u],l);if(h===!1)e[u]=c;else if(h===Qi)e[u]=Qi;else if(h!==void 0)return h}},leave(...l){let c=l[0];for(let u=0;u<
i.length;u++)if(e[u]===null){var f;let h=(f=o[u])===null||f===void 0?void 0:f.apply(i[u],l);if(h===Qi)e[u]=Qi;else if(h!==void 0&&h!==!1)return h}else e[u]===c&&
(e[u]=null)}};t[n]=a}return t}function Tn(i,e){let t=i[e];return typeof t=="object"?t:typeof t=="function"?{enter:t,leave:void 0}:{enter:i.enter,leave:i.leave}}function De(i,e){switch(e.kind){case g.LIST_TYPE:{let t=De(i,e.type);return t&&new Ie(t)}case g.NON_NULL_TYPE:{let t=De(i,e.type);return t&&new G(t)}case g.NAMED_TYPE:
return i.getType(e.name.value)}}var bn=class{constructor(e,t,n){this._schema=e,this._typeStack=[],this._parentTypeStack=[],this._inputTypeStack=[],this._fieldDefStack=[],this._defaultValueStack=
[],this._directive=null,this._argument=null,this._enumValue=null,this._getFieldDef=n??qv,t&&(Ge(t)&&this._inputTypeStack.push(t),Be(t)&&this._parentTypeStack.push(
t),oi(t)&&this._typeStack.push(t))}get[Symbol.toStringTag](){return"TypeInfo"}getType(){if(this._typeStack.length>0)return this._typeStack[this._typeStack.length-
1]}getParentType(){if(this._parentTypeStack.length>0)return this._parentTypeStack[this._parentTypeStack.length-1]}getInputType(){if(this._inputTypeStack.length>
0)return this._inputTypeStack[this._inputTypeStack.length-1]}getParentInputType(){if(this._inputTypeStack.length>1)return this._inputTypeStack[this._inputTypeStack.
length-2]}getFieldDef(){if(this._fieldDefStack.length>0)return this._fieldDefStack[this._fieldDefStack.length-1]}getDefaultValue(){if(this._defaultValueStack.length>
0)return this._defaultValueStack[this._defaultValueStack.length-1]}getDirective(){return this._directive}getArgument(){return this._argument}getEnumValue(){return this.
_enumValue}enter(e){let t=this._schema;switch(e.kind){case g.SELECTION_SET:{let r=he(this.getType());this._parentTypeStack.push(Be(r)?r:void 0);break}case g.FIELD:{
let r=this.getParentType(),s,o;r&&(s=this._getFieldDef(t,r,e),s&&(o=s.type)),this._fieldDefStack.push(s),this._typeStack.push(oi(o)?o:void 0);break}case g.DIRECTIVE:
this._directive=t.getDirective(e.name.value);break;case g.OPERATION_DEFINITION:{let r=t.getRootType(e.operation);this._typeStack.push(J(r)?r:void 0);break}case g.
INLINE_FRAGMENT:case g.FRAGMENT_DEFINITION:{let r=e.typeCondition,s=r?De(t,r):he(this.getType());this._typeStack.push(oi(s)?s:void 0);break}case g.VARIABLE_DEFINITION:{
let r=De(t,e.type);this._inputTypeStack.push(Ge(r)?r:void 0);break}case g.ARGUMENT:{var n;let r,s,o=(n=this.getDirective())!==null&&n!==void 0?n:this.getFieldDef();
o&&(r=o.args.find(a=>a.name===e.name.value),r&&(s=r.type)),this._argument=r,this._defaultValueStack.push(r?r.defaultValue:void 0),this._inputTypeStack.push(Ge(s)?
s:void 0);break}case g.LIST:{let r=ai(this.getInputType()),s=ue(r)?r.ofType:r;this._defaultValueStack.push(void 0),this._inputTypeStack.push(Ge(s)?s:void 0);break}case g.
OBJECT_FIELD:{let r=he(this.getInputType()),s,o;ne(r)&&(o=r.getFields()[e.name.value],o&&(s=o.type)),this._defaultValueStack.push(o?o.defaultValue:void 0),this.
_inputTypeStack.push(Ge(s)?s:void 0);break}case g.ENUM:{let r=he(this.getInputType()),s;ve(r)&&(s=r.getValue(e.value)),this._enumValue=s;break}default:}}leave(e){
switch(e.kind){case g.SELECTION_SET:this._parentTypeStack.pop();break;case g.FIELD:this._fieldDefStack.pop(),this._typeStack.pop();break;case g.DIRECTIVE:this._directive=
null;break;case g.OPERATION_DEFINITION:case g.INLINE_FRAGMENT:case g.FRAGMENT_DEFINITION:this._typeStack.pop();break;case g.VARIABLE_DEFINITION:this._inputTypeStack.
pop();break;case g.ARGUMENT:this._argument=null,this._defaultValueStack.pop(),this._inputTypeStack.pop();break;case g.LIST:case g.OBJECT_FIELD:this._defaultValueStack.
pop(),this._inputTypeStack.pop();break;case g.ENUM:this._enumValue=null;break;default:}}};function qv(i,e,t){let n=t.name.value;if(n===ki.name&&i.getQueryType()===
e)return ki;if(n===Ei.name&&i.getQueryType()===e)return Ei;if(n===wi.name&&Be(e))return wi;if(J(e)||te(e))return e.getFields()[n]}function _s(i,e){return{enter(...t){
let n=t[0];i.enter(n);let r=Tn(e,n.kind).enter;if(r){let s=r.apply(e,t);return s!==void 0&&(i.leave(n),dn(s)&&i.enter(s)),s}},leave(...t){let n=t[0],r=Tn(e,n.kind).
leave,s;return r&&(s=r.apply(e,t)),i.leave(n),s}}}function gc(i){return i.kind===g.OPERATION_DEFINITION||i.kind===g.FRAGMENT_DEFINITION}function Oc(i){return i.kind===g.SCHEMA_DEFINITION||Ni(i)||i.kind===g.DIRECTIVE_DEFINITION}function Ni(i){return i.kind===g.SCALAR_TYPE_DEFINITION||i.kind===g.OBJECT_TYPE_DEFINITION||
i.kind===g.INTERFACE_TYPE_DEFINITION||i.kind===g.UNION_TYPE_DEFINITION||i.kind===g.ENUM_TYPE_DEFINITION||i.kind===g.INPUT_OBJECT_TYPE_DEFINITION}function yc(i){
return i.kind===g.SCHEMA_EXTENSION||i.kind===g.DIRECTIVE_EXTENSION||br(i)}function br(i){return i.kind===g.SCALAR_TYPE_EXTENSION||i.kind===g.OBJECT_TYPE_EXTENSION||
i.kind===g.INTERFACE_TYPE_EXTENSION||i.kind===g.UNION_TYPE_EXTENSION||i.kind===g.ENUM_TYPE_EXTENSION||i.kind===g.INPUT_OBJECT_TYPE_EXTENSION}function Sr(i){return{Document(e){for(let t of e.definitions)if(!gc(t)){let n=t.kind===g.SCHEMA_DEFINITION||t.kind===g.SCHEMA_EXTENSION?"schema":'"'+t.name.value+
'"';i.reportError(new S(`The ${n} definition is not executable.`,{nodes:t}))}return!1}}}function vc(i){return{Field(e){let t=i.getParentType();if(t&&!i.getFieldDef()){let r=i.getSchema(),s=e.name.value,o=yt("to use an inline fragment on",i.hideSuggestions?
[]:Gv(r,t,s));o===""&&(o=yt(i.hideSuggestions?[]:Wv(t,s))),i.reportError(new S(`Cannot query field "${s}" on type "${t.name}".`+o,{nodes:e}))}}}}function Gv(i,e,t){
if(!Ye(e))return[];let n=new Set,r=Object.create(null);for(let o of i.getPossibleTypes(e))if(o.getFields()[t]){n.add(o),r[o.name]=1;for(let a of o.getInterfaces()){
var s;a.getFields()[t]&&(n.add(a),r[a.name]=((s=r[a.name])!==null&&s!==void 0?s:0)+1)}}return[...n].sort((o,a)=>{let l=r[a.name]-r[o.name];return l!==0?l:te(o)&&
i.isSubType(o,a)?-1:te(a)&&i.isSubType(a,o)?1:jo(o.name,a.name)}).map(o=>o.name)}function Wv(i,e){if(J(i)||te(i)){let t=Object.keys(i.getFields());return Ct(e,t)}
return[]}function xr(i){return{InlineFragment(e){let t=e.typeCondition;if(t){let n=De(i.getSchema(),t);if(n&&!Be(n)){let r=vt(t);i.reportError(new S(`Fragment cannot con\
dition on non composite type "${r}".`,{nodes:t}))}}},FragmentDefinition(e){let t=De(i.getSchema(),e.typeCondition);if(t&&!Be(t)){let n=vt(e.typeCondition);i.reportError(
new S(`Fragment "${e.name.value}" cannot condition on non composite type "${n}".`,{nodes:e.typeCondition}))}}}}function Tc(i){return{...bc(i),Argument(e){let t=i.getArgument(),n=i.getFieldDef(),r=i.getParentType();if(!t&&n&&r){let s=e.name.value,o=i.hideSuggestions?[]:Ct(
s,n.args.map(a=>a.name));i.reportError(new S(`Unknown argument "${s}" on field "${r.name}.${n.name}".`+yt(o),{nodes:e}))}}}}function bc(i){let e=Object.create(null),
t=i.getSchema(),n=t?t.getDirectives():Lt;for(let o of n)e[o.name]=new Set(o.args.map(a=>a.name));let r=i.getDocument().definitions;for(let o of r)if(o.kind===g.
DIRECTIVE_DEFINITION){var s;let a=(s=o.arguments)!==null&&s!==void 0?s:[];e[o.name.value]=new Set(a.map(l=>l.name.value))}return{Directive(o){let a=o.name.value,
l=e[a];if(o.arguments&&l)for(let c of o.arguments){let f=c.name.value;if(!l.has(f)){let u=i.hideSuggestions?[]:Ct(f,Array.from(l));i.reportError(new S(`Unknown \
argument "${f}" on directive "@${a}".`+(i.hideSuggestions?"":yt(u)),{nodes:c}))}}return!1}}}function Sn(i){let e=Object.create(null),t=i.getSchema(),n=t?t.getDirectives():Lt;for(let s of n)e[s.name]=s.locations;let r=i.getDocument().definitions;for(let s of r)
s.kind===g.DIRECTIVE_DEFINITION&&(e[s.name.value]=s.locations.map(o=>o.value));return{Directive(s,o,a,l,c){let f=s.name.value,u=e[f];if(!u){i.reportError(new S(
`Unknown directive "@${f}".`,{nodes:s}));return}let h=Hv(c);h&&!u.includes(h)&&i.reportError(new S(`Directive "@${f}" may not be used on ${h}.`,{nodes:s}))}}}function Hv(i){
let e=i[i.length-1];switch("kind"in e||Le(!1),e.kind){case g.OPERATION_DEFINITION:return Xv(e.operation);case g.FIELD:return L.FIELD;case g.FRAGMENT_SPREAD:return L.
FRAGMENT_SPREAD;case g.INLINE_FRAGMENT:return L.INLINE_FRAGMENT;case g.FRAGMENT_DEFINITION:return L.FRAGMENT_DEFINITION;case g.VARIABLE_DEFINITION:return L.VARIABLE_DEFINITION;case g.
SCHEMA_DEFINITION:case g.SCHEMA_EXTENSION:return L.SCHEMA;case g.SCALAR_TYPE_DEFINITION:case g.SCALAR_TYPE_EXTENSION:return L.SCALAR;case g.OBJECT_TYPE_DEFINITION:case g.
OBJECT_TYPE_EXTENSION:return L.OBJECT;case g.FIELD_DEFINITION:return L.FIELD_DEFINITION;case g.INTERFACE_TYPE_DEFINITION:case g.INTERFACE_TYPE_EXTENSION:return L.
INTERFACE;case g.UNION_TYPE_DEFINITION:case g.UNION_TYPE_EXTENSION:return L.UNION;case g.ENUM_TYPE_DEFINITION:case g.ENUM_TYPE_EXTENSION:return L.ENUM;case g.ENUM_VALUE_DEFINITION:
return L.ENUM_VALUE;case g.INPUT_OBJECT_TYPE_DEFINITION:case g.INPUT_OBJECT_TYPE_EXTENSION:return L.INPUT_OBJECT;case g.INPUT_VALUE_DEFINITION:{let t=i[i.length-
3];return"kind"in t||Le(!1),t.kind===g.INPUT_OBJECT_TYPE_DEFINITION?L.INPUT_FIELD_DEFINITION:L.ARGUMENT_DEFINITION}case g.DIRECTIVE_DEFINITION:case g.DIRECTIVE_EXTENSION:
return L.DIRECTIVE_DEFINITION;default:Le(!1,"Unexpected kind: "+P(e.kind))}}function Xv(i){switch(i){case Qe.QUERY:return L.QUERY;case Qe.MUTATION:return L.MUTATION;case Qe.
SUBSCRIPTION:return L.SUBSCRIPTION}}function kr(i){return{FragmentSpread(e){let t=e.name.value;i.getFragment(t)||i.reportError(new S(`Unknown fragment "${t}".`,{nodes:e.name}))}}}function xn(i){let e=i.getSchema(),t=e?e.getTypeMap():Object.create(null),n=Object.create(null);for(let s of i.getDocument().definitions)Ni(s)&&(n[s.name.value]=
!0);let r=[...Object.keys(t),...Object.keys(n)];return{NamedType(s,o,a,l,c){let f=s.name.value;if(!t[f]&&!n[f]){var u;let h=(u=c[2])!==null&&u!==void 0?u:a,d=h!=
null&&Yv(h);if(d&&Vd.includes(f))return;let p=i.hideSuggestions?[]:Ct(f,d?Vd.concat(r):r);i.reportError(new S(`Unknown type "${f}".`+yt(p),{nodes:s}))}}}}var Vd=[
...gn,...yn].map(i=>i.name);function Yv(i){return"kind"in i&&(Oc(i)||yc(i))}function Sc(i){let e=0;return{Document(t){e=t.definitions.filter(n=>n.kind===g.OPERATION_DEFINITION).length},OperationDefinition(t){!t.name&&e>1&&i.reportError(
new S("This anonymous operation must be the only defined operation.",{nodes:t}))}}}function Er(i){var e,t,n;let r=i.getSchema(),s=(e=(t=(n=r?.astNode)!==null&&n!==void 0?n:r?.getQueryType())!==null&&t!==void 0?t:r?.getMutationType())!==null&&e!==
void 0?e:r?.getSubscriptionType(),o=0;return{SchemaDefinition(a){if(s){i.reportError(new S("Cannot define a new schema within a schema extension.",{nodes:a}));return}
o>0&&i.reportError(new S("Must provide only one schema definition.",{nodes:a})),++o}}}var zv=3;function xc(i){let e=Object.create(null),t=Object.create(null);function n(r,s,o=0){if(r.kind===g.FRAGMENT_SPREAD){let a=r.name.value,l=t[a];if(l!==void 0&&
l<=o)return!0;let c=s[a],f=e[a];if(c!==void 0&&c>=o||f!==void 0&&f>=o)return!1;let u=i.getFragment(a);return u?(s[a]=o,n(u,s,o)?(t[a]=o,!0):(e[a]=o,!1)):!1}if(r.
kind===g.FIELD&&(r.name.value==="fields"||r.name.value==="interfaces"||r.name.value==="possibleTypes"||r.name.value==="inputFields")&&(o++,o>=zv))return!0;if("s\
electionSet"in r&&r.selectionSet){for(let a of r.selectionSet.selections)if(n(a,s,o))return!0}return!1}return{Field(r){if((r.name.value==="__schema"||r.name.value===
"__type")&&n(r,Object.create(null)))return i.reportError(new S("Maximum introspection depth exceeded",{nodes:[r]})),!1}}}function kc(i){let e=Object.create(null),t=[],n=Object.create(null);return{OperationDefinition:()=>!1,FragmentDefinition(s){return r(s),!1}};function r(s){if(e[s.
name.value])return;let o=s.name.value;e[o]=!0;let a=i.getFragmentSpreads(s.selectionSet);if(a.length!==0){n[o]=t.length;for(let l of a){let c=l.name.value,f=n[c];
if(t.push(l),f===void 0){let u=i.getFragment(c);u&&r(u)}else{let u=t.slice(f),h=u.slice(0,-1).map(d=>'"'+d.name.value+'"').join(", ");i.reportError(new S(`Canno\
t spread fragment "${c}" within itself`+(h!==""?` via ${h}.`:"."),{nodes:u}))}t.pop()}n[o]=void 0}}}function Ec(i){let e=Object.create(null);return{OperationDefinition:{enter(){e=Object.create(null)},leave(t){let n=i.getRecursiveVariableUsages(t);for(let{node:r}of n){
let s=r.name.value;e[s]!==!0&&i.reportError(new S(t.name?`Variable "$${s}" is not defined by operation "${t.name.value}".`:`Variable "$${s}" is not defined.`,{nodes:[
r,t]}))}}},VariableDefinition(t){e[t.variable.name.value]=!0}}}function wr(i){let e=[],t=[];return{OperationDefinition(n){return e.push(n),!1},FragmentDefinition(n){return t.push(n),!1},Document:{leave(){let n=new Set(i.getRecursivelyReferencedFragmentsForOperations(
e).map(r=>r.name.value));for(let r of t){let s=r.name.value;n.has(s)||i.reportError(new S(`Fragment "${s}" is never used.`,{nodes:r}))}}}}}function wc(i){let e=[];return{OperationDefinition:{enter(){e=[]},leave(t){let n=Object.create(null),r=i.getRecursiveVariableUsages(t);for(let{node:s}of r)n[s.name.
value]=!0;for(let s of e){let o=s.variable.name.value;n[o]!==!0&&i.reportError(new S(t.name?`Variable "$${o}" is never used in operation "${t.name.value}".`:`Va\
riable "$${o}" is never used.`,{nodes:s}))}}},VariableDefinition(t){e.push(t)}}}var kn=new S("Validation aborted.");var Nc=1e3,Bd=20,Jv=5e5;function Rc(i){let e={comparedFragmentPairs:new Dc,cachedCollectFieldsResults:new Map,stringifiedValues:new Map,remainingComplexityBudget:Jv};
return{SelectionSet(t,n,r){var s;if(r&&"kind"in r&&r.kind===g.INLINE_FRAGMENT||t.selections.length<=1&&((s=t.selections[0])===null||s===void 0?void 0:s.kind)!==
g.INLINE_FRAGMENT)return;let o=Zv(i,e,i.getParentType(),t);for(let{responseName:a,reason:l,fields1:c,fields2:f}of o)i.reportError(new S(`Fields "${Fs(a)}" confl\
ict because ${l}. Use different aliases on the fields to fetch both if this was intentional.`,{nodes:c.concat(f)}))}}}function Zv(i,e,t,n){let r=[],s=la(i,e,t,n);
if(eT(i,r,e,s.groupedFieldSet),s.fragmentNames.length!==0&&(s.groupedFieldSet.size!==0||s.fragmentNames.length>1))for(let o=0;o<s.fragmentNames.length;o++){oa(i,
r,e,!1,s,s.fragmentNames[o]);for(let a=o+1;a<s.fragmentNames.length;a++)aa(i,r,e,!1,s.fragmentNames[o],s.fragmentNames[a])}return r}function oa(i,e,t,n,r,s){var o;
if(Ar(t,1),r.groupedFieldSet.size===0)return;let a=(o=r.comparedFragments)!==null&&o!==void 0?o:r.comparedFragments=new Map,l=a.get(s);if(l===!1||n&&l===!0)return;
a.set(s,n);let c=i.getFragment(s);if(!c)return;let f=Ic(i,t,c);if(r!==f){Cc(i,e,t,n,r,f);for(let u of f.fragmentNames)oa(i,e,t,n,r,u)}}function aa(i,e,t,n,r,s){
Ar(t,2);let{comparedFragmentPairs:o}=t;if(r===s||o.has(r,s,n))return;o.add(r,s,n);let a=i.getFragment(r),l=i.getFragment(s);if(!a||!l)return;let c=Ic(i,t,a),f=Ic(
i,t,l);Cc(i,e,t,n,c,f);for(let u of f.fragmentNames)aa(i,e,t,n,r,u);for(let u of c.fragmentNames)aa(i,e,t,n,u,s)}function Kv(i,e,t,n,r,s,o){let a=[],l=la(i,e,n,
r),c=la(i,e,s,o);Cc(i,a,e,t,l,c);for(let f of c.fragmentNames)oa(i,a,e,t,l,f);for(let f of l.fragmentNames)oa(i,a,e,t,c,f);for(let f of l.fragmentNames)for(let u of c.
fragmentNames)aa(i,a,e,t,f,u);return a}function eT(i,e,t,n){for(let[r,s]of n)if(s.length>1)for(let o=0;o<s.length;o++)for(let a=o+1;a<s.length;a++){let l=jd(i,t,
!1,r,s[o],s[a]);l&&e.push(l)}}function Cc(i,e,t,n,r,s){if(!(r.groupedFieldSet.size===0||s.groupedFieldSet.size===0))for(let{responseName:o,fields1:a,fields2:l}of tT(
t,r,s))for(let c of a)for(let f of l){let u=jd(i,t,n,o,c,f);u&&e.push(u)}}function tT(i,e,t){var n;let r=(n=e.overlappingFields)!==null&&n!==void 0?n:e.overlappingFields=
new Map,s=r.get(t);if(s!==void 0)return s;let o=[];for(let[a,l]of e.groupedFieldSet){Ar(i,1);let c=t.groupedFieldSet.get(a);c!==void 0&&o.push({responseName:a,fields1:l,
fields2:c})}return r.set(t,o),o}function jd(i,e,t,n,r,s){let{parentType:o,node:a,definition:l}=r,{parentType:c,node:f,definition:u}=s,h=t||o!==c&&J(o)&&J(c);if(Ar(
e,2),r.isSimpleLeaf&&s.isSimpleLeaf&&l?.type===u?.type&&a.name.value===f.name.value)return;if(!h){let y=Nr(r),A=Nr(s),b=y.comparisons.get(A);if(b===void 0){let N=a.
name.value,C=f.name.value;b=N!==C?`"${Fs(N)}" and "${Fs(C)}" are different fields`:nT(e,y.arguments,A.arguments)?null:"they have differing arguments",y.comparisons.
set(A,b)}if(b!==null)return{responseName:n,reason:b,fields1:[a],fields2:[f]}}let d=l?.type,p=u?.type;if(d&&p&&Ac(e,d,p)){var m,O;let y=Nr(r),A=Nr(s),b=(m=y.typeString)!==
null&&m!==void 0?m:y.typeString=P(d),N=(O=A.typeString)!==null&&O!==void 0?O:A.typeString=P(p);return{responseName:n,reason:`they return conflicting types "${b}\
" and "${N}"`,fields1:[a],fields2:[f]}}let v=a.selectionSet,k=f.selectionSet;if(v&&k){let y=Kv(i,e,h,Nr(r).namedType,v,Nr(s).namedType,k);return rT(y,n,a,f)}}function Nr(i){
if(i.info===void 0){var e;i.info={comparisons:new Map,namedType:he((e=i.definition)===null||e===void 0?void 0:e.type),arguments:iT(i.node.arguments)}}return i.info}
function iT(i){if(i===void 0||i.length===0)return;let e=new Map;for(let{name:t,value:n}of i)e.set(t.value,n);return{nodes:i,values:e}}function nT(i,e,t){if(e===
void 0)return t===void 0;if(e.nodes.length!==t?.nodes.length)return!1;let n=t.values;return e.nodes.every(r=>{Ar(i,1);let s=n.get(r.name.value);return s===void 0?
!1:Ud(i,r.value)===Ud(i,s)})}function Ud(i,e){let t=i.stringifiedValues.get(e);if(t!==void 0)return t;let n=JSON.stringify(e,(r,s)=>{if(!dn(s))return s;switch(s.
kind){case g.VARIABLE:return[s.kind,s.name.value];case g.OBJECT:return[s.kind,s.fields.slice().sort((o,a)=>o.name.value<a.name.value?-1:o.name.value>a.name.value?
1:0)];case g.OBJECT_FIELD:return[s.name.value,s.value];case g.LIST:return[s.kind,s.values];case g.STRING:return[s.kind,s.value,s.block===!0];default:return[s.kind,
"value"in s?s.value:null]}});return i.stringifiedValues.set(e,n),n}function Ac(i,e,t){return e===t?!1:(Ar(i,1),ue(e)?ue(t)?Ac(i,e.ofType,t.ofType):!0:ue(t)?!0:Y(
e)?Y(t)?Ac(i,e.ofType,t.ofType):!0:Y(t)?!0:Pt(e)||Pt(t)?e!==t:!1)}function la(i,e,t,n){let{cachedCollectFieldsResults:r}=e,s=r.get(t);s===void 0&&(s=new Map,r.set(
t,s));let o=s.get(n);if(o)return o;let a=new Map,l=new Set;qd(i,t,n,a,l);let c={groupedFieldSet:a,fragmentNames:[...l]};return s.set(n,c),c}function Ic(i,e,t){let n=De(
i.getSchema(),t.typeCondition);return la(i,e,n,t.selectionSet)}function qd(i,e,t,n,r){for(let a of t.selections)switch(a.kind){case g.FIELD:{var s,o;let l=a.name.
value,c;(J(e)||te(e))&&(c=e.getFields()[l]);let f=a.alias?a.alias.value:l,u=n.get(f);u===void 0&&(u=[],n.set(f,u)),u.push({parentType:e,node:a,definition:c,isSimpleLeaf:((s=
(o=a.arguments)===null||o===void 0?void 0:o.length)!==null&&s!==void 0?s:0)===0&&!a.selectionSet});break}case g.FRAGMENT_SPREAD:r.add(a.name.value);break;case g.
INLINE_FRAGMENT:{let l=a.typeCondition,c=l?De(i.getSchema(),l):e;qd(i,c,a.selectionSet,n,r);break}}}function rT(i,e,t,n){if(i.length>0){let r="";for(let{responseName:s,
reason:o}of i)if(r+=(r===""?"":" and ")+`subfields "${Fs(s)}" conflict because ${o}`,r.length>Nc)break;return{responseName:e,reason:Fs(r),fields1:$d(t,i,"fields\
1"),fields2:$d(n,i,"fields2")}}}function $d(i,e,t){let n=[i];for(let r of e){let s=Bd-n.length,o=r[t].slice(-s);if(n.push(...o),n.length===Bd)break}return n}function Fs(i){
return i.length>Nc?i.slice(0,Nc)+"...":i}function Ar(i,e){if(i.remainingComplexityBudget-=e,i.remainingComplexityBudget<0)throw kn}var Dc=class{constructor(){this.
_data=new Map}has(e,t,n){return this._has(e,t,n)||this._has(t,e,n)}_has(e,t,n){var r;let s=(r=this._data.get(e))===null||r===void 0?void 0:r.get(t);return s===void 0?
!1:n?!0:n===s}add(e,t,n){let r=this._data.get(e);r===void 0?this._data.set(e,new Map([[t,n]])):r.set(t,n)}};function Pc(i){return{InlineFragment(e){let t=i.getType(),n=i.getParentType();if(Be(t)&&Be(n)&&!mn(i.getSchema(),t,n)){let r=P(n),s=P(t);i.reportError(new S(`Fr\
agment cannot be spread here as objects of type "${r}" can never be of type "${s}".`,{nodes:e}))}},FragmentSpread(e){let t=e.name.value,n=sT(i,t),r=i.getParentType();
if(n&&r&&!mn(i.getSchema(),n,r)){let s=P(r),o=P(n);i.reportError(new S(`Fragment "${t}" cannot be spread here as objects of type "${s}" can never be of type "${o}\
".`,{nodes:e}))}}}}function sT(i,e){let t=i.getFragment(e);if(t){let n=De(i.getSchema(),t.typeCondition);if(Be(n))return n}}function Ir(i){let e=i.getSchema(),t=Object.create(null);for(let r of i.getDocument().definitions)Ni(r)&&(t[r.name.value]=r);return{ScalarTypeExtension:n,ObjectTypeExtension:n,
InterfaceTypeExtension:n,UnionTypeExtension:n,EnumTypeExtension:n,InputObjectTypeExtension:n};function n(r){let s=r.name.value,o=t[s],a=e?.getType(s),l;if(o?l=oT[o.
kind]:a&&(l=aT(a)),l){if(l!==r.kind){let c=lT(r.kind);i.reportError(new S(`Cannot extend non-${c} type "${s}".`,{nodes:o?[o,r]:r}))}}else{let c=Object.keys({...t,
...e?.getTypeMap()}),f=Ct(s,c);i.reportError(new S(`Cannot extend type "${s}" because it is not defined.`+yt(f),{nodes:r.name}))}}}var oT={[g.SCALAR_TYPE_DEFINITION]:g.
SCALAR_TYPE_EXTENSION,[g.OBJECT_TYPE_DEFINITION]:g.OBJECT_TYPE_EXTENSION,[g.INTERFACE_TYPE_DEFINITION]:g.INTERFACE_TYPE_EXTENSION,[g.UNION_TYPE_DEFINITION]:g.UNION_TYPE_EXTENSION,
[g.ENUM_TYPE_DEFINITION]:g.ENUM_TYPE_EXTENSION,[g.INPUT_OBJECT_TYPE_DEFINITION]:g.INPUT_OBJECT_TYPE_EXTENSION};function aT(i){if(dt(i))return g.SCALAR_TYPE_EXTENSION;
if(J(i))return g.OBJECT_TYPE_EXTENSION;if(te(i))return g.INTERFACE_TYPE_EXTENSION;if(Me(i))return g.UNION_TYPE_EXTENSION;if(ve(i))return g.ENUM_TYPE_EXTENSION;if(ne(
i))return g.INPUT_OBJECT_TYPE_EXTENSION;Le(!1,"Unexpected type: "+P(i))}function lT(i){switch(i){case g.SCALAR_TYPE_EXTENSION:return"scalar";case g.OBJECT_TYPE_EXTENSION:
return"object";case g.INTERFACE_TYPE_EXTENSION:return"interface";case g.UNION_TYPE_EXTENSION:return"union";case g.ENUM_TYPE_EXTENSION:return"enum";case g.INPUT_OBJECT_TYPE_EXTENSION:
return"input object";default:Le(!1,"Unexpected kind: "+P(i))}}function Dr(i){return{...Mc(i),Field:{leave(e){var t;let n=i.getFieldDef();if(!n)return!1;let r=new Set((t=e.arguments)===null||t===void 0?void 0:t.map(s=>s.name.
value));for(let s of n.args)if(!r.has(s.name)&&Fi(s)){let o=P(s.type);i.reportError(new S(`Field "${n.name}" argument "${s.name}" of type "${o}" is required, bu\
t it was not provided.`,{nodes:e}))}}}}}function Mc(i){var e;let t=Object.create(null),n=i.getSchema(),r=(e=n?.getDirectives())!==null&&e!==void 0?e:Lt;for(let a of r)
t[a.name]=Dt(a.args.filter(Fi),l=>l.name);let s=i.getDocument().definitions;for(let a of s)if(a.kind===g.DIRECTIVE_DEFINITION){var o;let l=(o=a.arguments)!==null&&
o!==void 0?o:[];t[a.name.value]=Dt(l.filter(cT),c=>c.name.value)}return{Directive:{leave(a){let l=a.name.value,c=t[l];if(c){var f;let u=(f=a.arguments)!==null&&
f!==void 0?f:[],h=new Set(u.map(d=>d.name.value));for(let[d,p]of Object.entries(c))if(!h.has(d)){let m=dr(p.type)?P(p.type):vt(p.type);i.reportError(new S(`Dire\
ctive "@${l}" argument "${d}" of type "${m}" is required, but it was not provided.`,{nodes:a}))}}}}}}function cT(i){return i.type.kind===g.NON_NULL_TYPE&&i.defaultValue==
null}function Lc(i){return{Field(e){let t=i.getType(),n=e.selectionSet;if(t)if(Pt(he(t))){if(n){let r=e.name.value,s=P(t);i.reportError(new S(`Field "${r}" must not \
have a selection since type "${s}" has no subfields.`,{nodes:n}))}}else if(n){if(n.selections.length===0){let r=e.name.value,s=P(t);i.reportError(new S(`Field "${r}\
" of type "${s}" must have at least one field selected.`,{nodes:e}))}}else{let r=e.name.value,s=P(t);i.reportError(new S(`Field "${r}" of type "${s}" must have \
a selection of subfields. Did you mean "${r} { ... }"?`,{nodes:e}))}}}}function Ai(i,e,t){if(i){if(i.kind===g.VARIABLE){let n=i.name.value;if(t==null||!Wd(t,n)||t[n]===void 0)return;let r=t[n];return r===null&&Y(e)?void 0:r}if(Y(e))
return i.kind===g.NULL?void 0:Ai(i,e.ofType,t);if(i.kind===g.NULL)return null;if(ue(e)){let n=e.ofType;if(i.kind===g.LIST){let s=[];for(let o of i.values)if(Gd(
o,t)){if(Y(n))return;s.push(null)}else{let a=Ai(o,n,t);if(a===void 0)return;s.push(a)}return s}let r=Ai(i,n,t);return r===void 0?void 0:[r]}if(ne(e)){if(i.kind!==
g.OBJECT)return;let n=Object.create(null),r=Dt(i.fields,s=>s.name.value);for(let s of Object.values(e.getFields())){let o=r[s.name];if(!o||Gd(o.value,t)){if(s.defaultValue!==
void 0)n[s.name]=s.defaultValue;else if(Y(s.type))return;continue}let a=Ai(o.value,s.type,t);if(a===void 0)return;n[s.name]=a}if(e.isOneOf){let s=Object.keys(n);
if(s.length!==1||n[s[0]]===null)return}return n}if(Pt(e)){let n;try{n=e.parseLiteral(i,t)}catch{return}return n===void 0?void 0:n}Le(!1,"Unexpected input type: "+
P(e))}}function Gd(i,e){return i.kind===g.VARIABLE&&(e==null||!Wd(e,i.name.value)||e[i.name.value]===void 0)}function Wd(i,e){return Object.prototype.hasOwnProperty.
call(i,e)}function fT(i,e,t){var n;let r=Object.create(null),s=(n=e.arguments)!==null&&n!==void 0?n:[],o=Dt(s,a=>a.name.value);for(let a of i.args){let l=a.name,c=a.type,
f=o[l];if(!f){if(a.defaultValue!==void 0)r[l]=a.defaultValue;else if(Y(c))throw new S(`Argument "${l}" of required type "${P(c)}" was not provided.`,{nodes:e});
continue}let u=f.value,h=u.kind===g.NULL;if(u.kind===g.VARIABLE){let p=u.name.value;if(t==null||!uT(t,p)){if(a.defaultValue!==void 0)r[l]=a.defaultValue;else if(Y(
c))throw new S(`Argument "${l}" of required type "${P(c)}" was provided the variable "$${p}" which was not provided a runtime value.`,{nodes:u});continue}h=t[p]==
null}if(h&&Y(c))throw new S(`Argument "${l}" of non-null type "${P(c)}" must not be null.`,{nodes:u});let d=Ai(u,c,t);if(d===void 0)throw new S(`Argument "${l}"\
 has invalid value ${st(u)}.`,{nodes:u});r[l]=d}return{...r}}function En(i,e,t){var n;let r=(n=e.directives)===null||n===void 0?void 0:n.find(s=>s.name.value===
i.name);if(r)return fT(i,r,t)}function uT(i,e){return Object.prototype.hasOwnProperty.call(i,e)}function Xd(i,e,t,n,r,s){let o=new Map;return Fc(i,e,t,n,r,o,new Set,s),o}function Fc(i,e,t,n,r,s,o,a){a?.(r);for(let l of r.selections)switch(l.kind){case g.FIELD:{if(!_c(t,l))continue;let c=hT(l),f=s.get(c);f!==void 0?f.push(l):s.set(
c,[l]);break}case g.INLINE_FRAGMENT:{if(!_c(t,l)||!Hd(i,l,n))continue;Fc(i,e,t,n,l.selectionSet,s,o,a);break}case g.FRAGMENT_SPREAD:{let c=l.name.value;if(o.has(
c)||!_c(t,l))continue;o.add(c);let f=e[c];if(!f||!Hd(i,f,n))continue;Fc(i,e,t,n,f.selectionSet,s,o,a);break}}}function _c(i,e){let t=En(Jo,e,i);if(t?.if===!0)return!1;
let n=En(zo,e,i);return n?.if!==!1}function Hd(i,e,t){let n=e.typeCondition;if(!n)return!0;let r=De(i,n);return r===t?!0:Ye(r)?i.isSubType(r,t):!1}function hT(i){
return i.alias?i.alias.value:i.name.value}function Qc(i){let e;function t(n){i.spendFragmentWork(n.selections.length);for(let o of n.selections){let a=o.directives;if(a!==void 0){i.spendFragmentWork(a.length);
for(let l of a)if(l.name.value==="skip"||l.name.value==="include"){var r,s;i.spendFragmentWork((r=(s=l.arguments)===null||s===void 0?void 0:s.length)!==null&&r!==
void 0?r:0)}}}}return{OperationDefinition(n){if(n.operation==="subscription"){let r=i.getSchema(),s=r.getSubscriptionType();if(s){let o=n.name?n.name.value:null,
a=Object.create(null);if(e===void 0){e=Object.create(null);let c=i.getDocument().definitions;i.spendFragmentWork(c.length);for(let f of c)f.kind===g.FRAGMENT_DEFINITION&&
(e[f.name.value]=f)}let l=Xd(r,e,a,s,n.selectionSet,t);if(l.size>1){let u=[...l.values()].slice(1).flat();i.reportError(new S(o!=null?`Subscription "${o}" must \
select only one top level field.`:"Anonymous Subscription must select only one top level field.",{nodes:u}))}for(let c of l.values())c[0].name.value.startsWith(
"__")&&i.reportError(new S(o!=null?`Subscription "${o}" must not select an introspection top level field.`:"Anonymous Subscription must not select an introspect\
ion top level field.",{nodes:c}))}}}}}function Rr(i,e){let t=new Map;for(let n of i){let r=e(n),s=t.get(r);s===void 0?t.set(r,[n]):s.push(n)}return t}function Vc(i){return{DirectiveDefinition(n){var r;let s=(r=n.arguments)!==null&&r!==void 0?r:[];return t(`@${n.name.value}`,s)},InterfaceTypeDefinition:e,InterfaceTypeExtension:e,
ObjectTypeDefinition:e,ObjectTypeExtension:e};function e(n){var r;let s=n.name.value,o=(r=n.fields)!==null&&r!==void 0?r:[];for(let l of o){var a;let c=l.name.value,
f=(a=l.arguments)!==null&&a!==void 0?a:[];t(`${s}.${c}`,f)}return!1}function t(n,r){let s=Rr(r,o=>o.name.value);for(let[o,a]of s)a.length>1&&i.reportError(new S(
`Argument "${n}(${o}:)" can only be defined once.`,{nodes:a.map(l=>l.name)}));return!1}}function wn(i){return{Field:e,Directive:e};function e(t){var n;let r=(n=t.arguments)!==null&&n!==void 0?n:[],s=Rr(r,o=>o.name.value);for(let[o,a]of s)a.length>1&&
i.reportError(new S(`There can be only one argument named "${o}".`,{nodes:a.map(l=>l.name)}))}}function Cr(i){let e=Object.create(null),t=i.getSchema();return{DirectiveDefinition(n){let r=n.name.value;if(t!=null&&t.getDirective(r)){i.reportError(new S(`Di\
rective "@${r}" already exists in the schema. It cannot be redefined.`,{nodes:n.name}));return}return e[r]?i.reportError(new S(`There can be only one directive \
named "@${r}".`,{nodes:[e[r],n.name]})):e[r]=n.name,!1}}}function Nn(i){let e=Object.create(null),t=i.getSchema(),n=t?t.getDirectives():Lt;for(let l of n)e[l.name]=!l.isRepeatable;let r=i.getDocument().definitions;for(let l of r)
l.kind===g.DIRECTIVE_DEFINITION&&(e[l.name.value]=!l.repeatable);let s=Object.create(null),o=Object.create(null),a=Object.create(null);return{enter(l){if(!("dir\
ectives"in l)||!l.directives)return;let c;if(l.kind===g.SCHEMA_DEFINITION||l.kind===g.SCHEMA_EXTENSION)c=s;else if(Ni(l)||br(l)){let f=l.name.value;c=o[f],c===void 0&&
(o[f]=c=Object.create(null))}else if(l.kind===g.DIRECTIVE_DEFINITION||l.kind===g.DIRECTIVE_EXTENSION){let f=l.name.value;c=a[f],c===void 0&&(a[f]=c=Object.create(
null))}else c=Object.create(null);for(let f of l.directives){let u=f.name.value;e[u]&&(c[u]?i.reportError(new S(`The directive "@${u}" can only be used once at \
this location.`,{nodes:[c[u],f]})):c[u]=f)}}}}function Pr(i){let e=i.getSchema(),t=e?e.getTypeMap():Object.create(null),n=Object.create(null);return{EnumTypeDefinition:r,EnumTypeExtension:r};function r(s){var o;
let a=s.name.value;n[a]||(n[a]=Object.create(null));let l=(o=s.values)!==null&&o!==void 0?o:[],c=n[a];for(let f of l){let u=f.name.value,h=t[a];ve(h)&&h.getValue(
u)?i.reportError(new S(`Enum value "${a}.${u}" already exists in the schema. It cannot also be defined in this type extension.`,{nodes:f.name})):c[u]?i.reportError(
new S(`Enum value "${a}.${u}" can only be defined once.`,{nodes:[c[u],f.name]})):c[u]=f.name}return!1}}function Mr(i){let e=i.getSchema(),t=e?e.getTypeMap():Object.create(null),n=Object.create(null);return{InputObjectTypeDefinition:r,InputObjectTypeExtension:r,InterfaceTypeDefinition:r,
InterfaceTypeExtension:r,ObjectTypeDefinition:r,ObjectTypeExtension:r};function r(s){var o;let a=s.name.value;n[a]||(n[a]=Object.create(null));let l=(o=s.fields)!==
null&&o!==void 0?o:[],c=n[a];for(let f of l){let u=f.name.value;dT(t[a],u)?i.reportError(new S(`Field "${a}.${u}" already exists in the schema. It cannot also b\
e defined in this type extension.`,{nodes:f.name})):c[u]?i.reportError(new S(`Field "${a}.${u}" can only be defined once.`,{nodes:[c[u],f.name]})):c[u]=f.name}return!1}}
function dT(i,e){return J(i)||te(i)||ne(i)?i.getFields()[e]!=null:!1}function Bc(i){let e=Object.create(null);return{OperationDefinition:()=>!1,FragmentDefinition(t){let n=t.name.value;return e[n]?i.reportError(new S(`There can b\
e only one fragment named "${n}".`,{nodes:[e[n],t.name]})):e[n]=t.name,!1}}}function An(i){let e=[],t=Object.create(null);return{ObjectValue:{enter(){e.push(t),t=Object.create(null)},leave(){let n=e.pop();n||Le(!1),t=n}},ObjectField(n){
let r=n.name.value;t[r]?i.reportError(new S(`There can be only one input field named "${r}".`,{nodes:[t[r],n.name]})):t[r]=n.name}}}function Uc(i){let e=Object.create(null);return{OperationDefinition(t){let n=t.name;return n&&(e[n.value]?i.reportError(new S(`There can be only one operation n\
amed "${n.value}".`,{nodes:[e[n.value],n]})):e[n.value]=n),!1},FragmentDefinition:()=>!1}}function Lr(i){let e=i.getSchema(),t=Object.create(null),n=e?{query:e.getQueryType(),mutation:e.getMutationType(),subscription:e.getSubscriptionType()}:{};return{
SchemaDefinition:r,SchemaExtension:r};function r(s){var o;let a=(o=s.operationTypes)!==null&&o!==void 0?o:[];for(let l of a){let c=l.operation,f=t[c];n[c]?i.reportError(
new S(`Type for ${c} already defined in the schema. It cannot be redefined.`,{nodes:l})):f?i.reportError(new S(`There can be only one ${c} type in schema.`,{nodes:[
f,l]})):t[c]=l}return!1}}function _r(i){let e=Object.create(null),t=i.getSchema();return{ScalarTypeDefinition:n,ObjectTypeDefinition:n,InterfaceTypeDefinition:n,UnionTypeDefinition:n,EnumTypeDefinition:n,
InputObjectTypeDefinition:n};function n(r){let s=r.name.value;if(t!=null&&t.getType(s)){i.reportError(new S(`Type "${s}" already exists in the schema. It cannot\
 also be defined in this type definition.`,{nodes:r.name}));return}return e[s]?i.reportError(new S(`There can be only one type named "${s}".`,{nodes:[e[s],r.name]})):
e[s]=r.name,!1}}function Fr(i){return{OperationDefinition(e){var t;let n=(t=e.variableDefinitions)!==null&&t!==void 0?t:[],r=Rr(n,s=>s.variable.name.value);for(let[s,o]of r)o.length>
1&&i.reportError(new S(`There can be only one variable named "$${s}".`,{nodes:o.map(a=>a.variable.name)}))}}}function $c(i){return{ListValue(e){let t=ai(i.getParentInputType());if(!ue(t))return In(i,e),!1},ObjectValue(e){let t=he(i.getInputType());if(!ne(t))return In(i,
e),!1;let n=Dt(e.fields,r=>r.name.value);for(let r of Object.values(t.getFields()))if(!n[r.name]&&pr(r)){let o=P(r.type);i.reportError(new S(`Field "${t.name}.${r.
name}" of required type "${o}" was not provided.`,{nodes:e}))}t.isOneOf&&pT(i,e,t,n)},ObjectField(e){let t=he(i.getParentInputType());if(!i.getInputType()&&ne(t)){
let r=i.hideSuggestions?[]:Ct(e.name.value,Object.keys(t.getFields()));i.reportError(new S(`Field "${e.name.value}" is not defined by type "${t.name}".`+yt(r),{
nodes:e}))}},NullValue(e){let t=i.getInputType();Y(t)&&i.reportError(new S(`Expected value of type "${P(t)}", found ${st(e)}.`,{nodes:e}))},EnumValue:e=>In(i,e),
IntValue:e=>In(i,e),FloatValue:e=>In(i,e),StringValue:e=>In(i,e),BooleanValue:e=>In(i,e)}}function In(i,e){let t=i.getInputType();if(!t)return;let n=he(t);if(!Pt(
n)){let r=P(t);i.reportError(new S(`Expected value of type "${r}", found ${st(e)}.`,{nodes:e}));return}try{if((ve(n)?n.parseLiteral(e,void 0,i.hideSuggestions):
n.parseLiteral(e,void 0))===void 0){let s=P(t);i.reportError(new S(`Expected value of type "${s}", found ${st(e)}.`,{nodes:e}))}}catch(r){let s=P(t);r instanceof
S?i.reportError(r):i.reportError(new S(`Expected value of type "${s}", found ${st(e)}; `+r.message,{nodes:e,originalError:r}))}}function pT(i,e,t,n){var r;let s=Object.
keys(n);if(s.length!==1){i.reportError(new S(`OneOf Input Object "${t.name}" must specify exactly one key.`,{nodes:[e]}));return}let a=(r=n[s[0]])===null||r===void 0?
void 0:r.value;(!a||a.kind===g.NULL)&&i.reportError(new S(`Field "${t.name}.${s[0]}" must be non-null.`,{nodes:[e]}))}function jc(i){return{VariableDefinition(e){let t=De(i.getSchema(),e.type);if(t!==void 0&&!Ge(t)){let n=e.variable.name.value,r=vt(e.type);i.reportError(new S(`\
Variable "$${n}" cannot be non-input type "${r}".`,{nodes:e.type}))}}}}function qc(i){let e=Object.create(null);return{OperationDefinition:{enter(){e=Object.create(null)},leave(t){let n=i.getRecursiveVariableUsages(t);for(let{node:r,
type:s,defaultValue:o,parentType:a}of n){let l=r.name.value,c=e[l];if(c&&s){let f=i.getSchema(),u=De(f,c.type);if(u&&!mT(f,u,c.defaultValue,s,o)){let h=P(u),d=P(
s);i.reportError(new S(`Variable "$${l}" of type "${h}" used in position expecting type "${d}".`,{nodes:[c,r]}))}ne(a)&&a.isOneOf&&Ns(u)&&i.reportError(new S(`V\
ariable "$${l}" is of type "${u}" but must be non-nullable to be used for OneOf Input Object "${a}".`,{nodes:[c,r]}))}}}},VariableDefinition(t){e[t.variable.name.
value]=t}}}function mT(i,e,t,n,r){if(Y(n)&&!Y(e)){if(!(t!=null&&t.kind!==g.NULL)&&!(r!==void 0))return!1;let a=n.ofType;return xi(i,e,a)}return xi(i,e,n)}var Gc=Object.freeze([xc]),Qr=Object.freeze([Sr,Uc,Sc,Qc,xn,xr,jc,Lc,vc,Bc,kr,wr,Pc,kc,Fr,Ec,wc,Sn,Nn,Tc,wn,$c,Dr,qc,Rc,An,...Gc]),Yd=Object.freeze([Er,Lr,_r,Pr,
Mr,Vc,Cr,xn,Sn,Nn,Ir,bc,wn,An,Mc]);var ca=class{constructor(){this._entries=new Map,this._memberIds=new Map,this._nextMemberId=0}get(e){return this._entries.get(this._key(e))}set(e,t){this._entries.
set(this._key(e),t)}_key(e){let t=[];for(let n of e){let r=this._memberIds.get(n);r===void 0&&(r=this._nextMemberId++,this._memberIds.set(n,r)),t.push(r)}return t.
sort((n,r)=>n-r),t.join(",")}};var fa=class{_remainingFragmentWork=5e4;constructor(e,t){this._ast=e,this._fragments=void 0,this._fragmentSpreads=new Map,this._recursivelyReferencedFragments=new ca,
this._onError=t}get[Symbol.toStringTag](){return"ASTValidationContext"}reportError(e){this._onError(e)}getDocument(){return this._ast}getFragment(e){let t;if(this.
_fragments)t=this._fragments;else{t=Object.create(null);for(let n of this.getDocument().definitions)n.kind===g.FRAGMENT_DEFINITION&&(t[n.name.value]=n);this._fragments=
t}return t[e]}getFragmentSpreads(e){let t=this._fragmentSpreads.get(e);if(!t){t=[];let n=[e],r;for(;r=n.pop();)for(let s of r.selections)s.kind===g.FRAGMENT_SPREAD?
t.push(s):s.selectionSet&&n.push(s.selectionSet);this._fragmentSpreads.set(e,t)}return t}getRecursivelyReferencedFragments(e){return this.getRecursivelyReferencedFragmentsForOperations(
[e])}getRecursivelyReferencedFragmentsForOperations(e){let t=new Set(e.flatMap(({selectionSet:r})=>this.getFragmentSpreads(r).map(({name:s})=>s.value))),n=this.
_recursivelyReferencedFragments.get(t);if(!n){n=[],this.spendFragmentWork(t.size);let r=new Set(t);for(let s of r){let o=this.getFragment(s);if(o){n.push(o);let a=this.
getFragmentSpreads(o.selectionSet);this.spendFragmentWork(a.length);for(let l of a)r.add(l.name.value)}}this._recursivelyReferencedFragments.set(t,n)}return n}spendFragmentWork(e){
if(this._remainingFragmentWork-=e,this._remainingFragmentWork<0)throw kn}},ua=class extends fa{constructor(e,t,n){super(e,n),this._schema=t}get hideSuggestions(){
return!1}get[Symbol.toStringTag](){return"SDLValidationContext"}getSchema(){return this._schema}},Qs=class extends fa{constructor(e,t,n,r,s){super(t,r),this._hideSuggestions=
s??!1,this._schema=e,this._typeInfo=n,this._variableUsages=new Map,this._recursiveVariableUsages=new Map}get hideSuggestions(){return this._hideSuggestions}get[Symbol.
toStringTag](){return"ValidationContext"}getSchema(){return this._schema}getVariableUsages(e){let t=this._variableUsages.get(e);if(!t){let n=[],r=new bn(this._schema);
ci(e,_s(r,{VariableDefinition:()=>!1,Variable(s){n.push({node:s,type:r.getInputType(),defaultValue:r.getDefaultValue(),parentType:r.getParentInputType()})}})),t=
n,this._variableUsages.set(e,t)}return t}getRecursiveVariableUsages(e){let t=this._recursiveVariableUsages.get(e);if(!t){let n=this.getRecursivelyReferencedFragments(
e),r=this._recursiveVariableUsages.get(n);r||(this.spendFragmentWork(n.length),r=n.flatMap(s=>{let o=this.getVariableUsages(s);return this.spendFragmentWork(o.length),
o}),this._recursiveVariableUsages.set(n,r)),this.spendFragmentWork(r.length),t=this.getVariableUsages(e).concat(r),this._recursiveVariableUsages.set(e,t)}return t}getType(){
return this._typeInfo.getType()}getParentType(){return this._typeInfo.getParentType()}getInputType(){return this._typeInfo.getInputType()}getParentInputType(){return this.
_typeInfo.getParentInputType()}getFieldDef(){return this._typeInfo.getFieldDef()}getDirective(){return this._typeInfo.getDirective()}getArgument(){return this._typeInfo.
getArgument()}getEnumValue(){return this._typeInfo.getEnumValue()}};var gT=Rt(hn,i=>i.filter(e=>e!=="description"));function Vr(i,e,t=Qr,n,r=new bn(i)){var s,o;let a=(s=n?.maxErrors)!==null&&s!==void 0?s:100,l=(o=n?.hideSuggestions)!==
null&&o!==void 0?o:!1;e||z(!1,"Must provide document."),sa(i);let c=Object.freeze({}),f=[],u=new Qs(i,e,r,d=>{if(f.length>=a)throw f.push(new S("Too many valida\
tion errors, error limit reached. Validation aborted.")),c;f.push(d)},l),h=Ls(t.map(d=>d(u)));try{ci(e,_s(r,h),gT)}catch(d){if(d===kn)f.push(kn);else if(d!==c)throw d}
return f}function OT(i,e,t=Yd){let n=[],r=new ua(i,e,o=>{n.push(o)}),s=t.map(o=>o(r));return ci(i,Ls(s)),n}function zd(i){let e=OT(i);if(e.length!==0)throw new Error(
e.map(t=>t.message).join(`

`))}function ha(i){return{Field(e){let t=i.getFieldDef(),n=t?.deprecationReason;if(t&&n!=null){let r=i.getParentType();r!=null||Le(!1),i.reportError(new S(`The fiel\
d ${r.name}.${t.name} is deprecated. ${n}`,{nodes:e}))}},Argument(e){let t=i.getArgument(),n=t?.deprecationReason;if(t&&n!=null){let r=i.getDirective();if(r!=null)
i.reportError(new S(`Directive "@${r.name}" argument "${t.name}" is deprecated. ${n}`,{nodes:e}));else{let s=i.getParentType(),o=i.getFieldDef();s!=null&&o!=null||
Le(!1),i.reportError(new S(`Field "${s.name}.${o.name}" argument "${t.name}" is deprecated. ${n}`,{nodes:e}))}}},ObjectField(e){let t=he(i.getParentInputType());
if(ne(t)){let n=t.getFields()[e.name.value],r=n?.deprecationReason;r!=null&&i.reportError(new S(`The input field ${t.name}.${n.name} is deprecated. ${r}`,{nodes:e}))}},
EnumValue(e){let t=i.getEnumValue(),n=t?.deprecationReason;if(t&&n!=null){let r=he(i.getInputType());r!=null||Le(!1),i.reportError(new S(`The enum value "${r.name}\
.${t.name}" is deprecated. ${n}`,{nodes:e}))}}}}function Kd(i,e,t){var n,r,s,o;let a=[],l=Object.create(null),c=Object.create(null),f=[],u,h=[];for(let x of e.definitions)if(x.kind===g.SCHEMA_DEFINITION)u=x;else if(x.
kind===g.SCHEMA_EXTENSION)h.push(x);else if(Ni(x))a.push(x);else if(br(x)){let Q=x.name.value,M=l[Q];l[Q]=M?M.concat([x]):[x]}else if(x.kind===g.DIRECTIVE_DEFINITION)
f.push(x);else if(x.kind===g.DIRECTIVE_EXTENSION){let Q=x.name.value,M=c[Q];c[Q]=M?M.concat([x]):[x]}if(Object.keys(l).length===0&&a.length===0&&Object.keys(c).
length===0&&f.length===0&&h.length===0&&u==null)return i;let d=Object.create(null);for(let x of i.types)d[x.name]=b(x);for(let x of a){var p;let Q=x.name.value;
d[Q]=(p=Jd[Q])!==null&&p!==void 0?p:ni(x)}let m=Object.create(null);for(let x of i.directives)m[x.name]=Oe(x);let O={query:i.query&&y(i.query),mutation:i.mutation&&
y(i.mutation),subscription:i.subscription&&y(i.subscription),...u&&oe([u]),...oe(h)},v=Object.values(m);return{description:(n=u)===null||n===void 0||(r=n.description)===
null||r===void 0?void 0:r.value,...O,types:Object.values(d),directives:[...v.map(A),...f.map(jt)],extensions:Object.create(null),astNode:(s=u)!==null&&s!==void 0?
s:i.astNode,extensionASTNodes:i.extensionASTNodes.concat(h),assumeValid:(o=t?.assumeValid)!==null&&o!==void 0?o:!1};function k(x){return ue(x)?new Ie(k(x.ofType)):
Y(x)?new G(k(x.ofType)):y(x)}function y(x){return d[x.name]}function A(x){let Q=x.toConfig();return new Mt({...Q,args:Rt(Q.args,ce)})}function b(x){if(vr(x)||Yo(
x))return x;if(dt(x))return W(x);if(J(x))return ee(x);if(te(x))return me(x);if(Me(x))return Z(x);if(ve(x))return C(x);if(ne(x))return N(x);Le(!1,"Unexpected typ\
e: "+P(x))}function N(x){var Q;let M=x.toConfig(),B=(Q=l[M.name])!==null&&Q!==void 0?Q:[];return new Si({...M,fields:()=>({...Rt(M.fields,fe=>({...fe,type:k(fe.
type)})),...qt(B)}),extensionASTNodes:M.extensionASTNodes.concat(B)})}function C(x){var Q;let M=x.toConfig(),B=(Q=l[x.name])!==null&&Q!==void 0?Q:[];return new ht(
{...M,values:{...M.values,...Xe(B)},extensionASTNodes:M.extensionASTNodes.concat(B)})}function W(x){var Q;let M=x.toConfig(),B=(Q=l[M.name])!==null&&Q!==void 0?
Q:[],fe=M.specifiedByURL;for(let ae of B){var Ae;fe=(Ae=Zd(ae))!==null&&Ae!==void 0?Ae:fe}return new bt({...M,specifiedByURL:fe,extensionASTNodes:M.extensionASTNodes.
concat(B)})}function ee(x){var Q;let M=x.toConfig(),B=(Q=l[M.name])!==null&&Q!==void 0?Q:[];return new qe({...M,interfaces:()=>[...x.getInterfaces().map(y),...rt(
B)],fields:()=>({...Rt(M.fields,$),...Re(B)}),extensionASTNodes:M.extensionASTNodes.concat(B)})}function me(x){var Q;let M=x.toConfig(),B=(Q=l[M.name])!==null&&
Q!==void 0?Q:[];return new St({...M,interfaces:()=>[...x.getInterfaces().map(y),...rt(B)],fields:()=>({...Rt(M.fields,$),...Re(B)}),extensionASTNodes:M.extensionASTNodes.
concat(B)})}function Z(x){var Q;let M=x.toConfig(),B=(Q=l[M.name])!==null&&Q!==void 0?Q:[];return new zi({...M,types:()=>[...x.getTypes().map(y),...At(B)],extensionASTNodes:M.
extensionASTNodes.concat(B)})}function $(x){return{...x,type:k(x.type),args:x.args&&Rt(x.args,ce)}}function ce(x){return{...x,type:k(x.type)}}function oe(x){let Q={};
for(let B of x){var M;let fe=(M=B.operationTypes)!==null&&M!==void 0?M:[];for(let Ae of fe)Q[Ae.operation]=Pe(Ae.type)}return Q}function Oe(x){var Q,M;let B=x.toConfig(),
fe=(Q=c[B.name])!==null&&Q!==void 0?Q:[],Ae=(M=B.deprecationReason)!==null&&M!==void 0?M:fe.map(ae=>Dn(ae)).find(ae=>ae!=null);return new Mt({...B,deprecationReason:Ae,
extensionASTNodes:B.extensionASTNodes.concat(fe)})}function Pe(x){var Q;let M=x.name.value,B=(Q=Jd[M])!==null&&Q!==void 0?Q:d[M];if(B===void 0)throw new Error(`\
Unknown type: "${M}".`);return B}function je(x){return x.kind===g.LIST_TYPE?new Ie(je(x.type)):x.kind===g.NON_NULL_TYPE?new G(je(x.type)):Pe(x)}function jt(x){var Q,
M,B;let fe=(Q=c[x.name.value])!==null&&Q!==void 0?Q:[],Ae=(M=Dn(x))!==null&&M!==void 0?M:fe.map(ae=>Dn(ae)).find(ae=>ae!=null);return new Mt({name:x.name.value,
description:(B=x.description)===null||B===void 0?void 0:B.value,locations:x.locations.map(({value:ae})=>ae),isRepeatable:x.repeatable,args:ct(x.arguments),deprecationReason:Ae,
astNode:x,extensionASTNodes:fe})}function Re(x){let Q=Object.create(null);for(let fe of x){var M;let Ae=(M=fe.fields)!==null&&M!==void 0?M:[];for(let ae of Ae){
var B;Q[ae.name.value]={type:je(ae.type),description:(B=ae.description)===null||B===void 0?void 0:B.value,args:ct(ae.arguments),deprecationReason:Dn(ae),astNode:ae}}}
return Q}function ct(x){let Q=x??[],M=Object.create(null);for(let fe of Q){var B;let Ae=je(fe.type);M[fe.name.value]={type:Ae,description:(B=fe.description)===null||
B===void 0?void 0:B.value,defaultValue:Ai(fe.defaultValue,Ae),deprecationReason:Dn(fe),astNode:fe}}return M}function qt(x){let Q=Object.create(null);for(let fe of x){
var M;let Ae=(M=fe.fields)!==null&&M!==void 0?M:[];for(let ae of Ae){var B;let ar=je(ae.type);Q[ae.name.value]={type:ar,description:(B=ae.description)===null||B===
void 0?void 0:B.value,defaultValue:Ai(ae.defaultValue,ar),deprecationReason:Dn(ae),astNode:ae}}}return Q}function Xe(x){let Q=Object.create(null);for(let fe of x){
var M;let Ae=(M=fe.values)!==null&&M!==void 0?M:[];for(let ae of Ae){var B;Q[ae.name.value]={description:(B=ae.description)===null||B===void 0?void 0:B.value,deprecationReason:Dn(
ae),astNode:ae}}}return Q}function rt(x){return x.flatMap(Q=>{var M,B;return(M=(B=Q.interfaces)===null||B===void 0?void 0:B.map(Pe))!==null&&M!==void 0?M:[]})}function At(x){
return x.flatMap(Q=>{var M,B;return(M=(B=Q.types)===null||B===void 0?void 0:B.map(Pe))!==null&&M!==void 0?M:[]})}function ni(x){var Q;let M=x.name.value,B=(Q=l[M])!==
null&&Q!==void 0?Q:[];switch(x.kind){case g.OBJECT_TYPE_DEFINITION:{var fe;let ri=[x,...B];return new qe({name:M,description:(fe=x.description)===null||fe===void 0?
void 0:fe.value,interfaces:()=>rt(ri),fields:()=>Re(ri),astNode:x,extensionASTNodes:B})}case g.INTERFACE_TYPE_DEFINITION:{var Ae;let ri=[x,...B];return new St({
name:M,description:(Ae=x.description)===null||Ae===void 0?void 0:Ae.value,interfaces:()=>rt(ri),fields:()=>Re(ri),astNode:x,extensionASTNodes:B})}case g.ENUM_TYPE_DEFINITION:{
var ae;let ri=[x,...B];return new ht({name:M,description:(ae=x.description)===null||ae===void 0?void 0:ae.value,values:Xe(ri),astNode:x,extensionASTNodes:B})}case g.
UNION_TYPE_DEFINITION:{var ar;let ri=[x,...B];return new zi({name:M,description:(ar=x.description)===null||ar===void 0?void 0:ar.value,types:()=>At(ri),astNode:x,
extensionASTNodes:B})}case g.SCALAR_TYPE_DEFINITION:{var zl;return new bt({name:M,description:(zl=x.description)===null||zl===void 0?void 0:zl.value,specifiedByURL:Zd(
x),astNode:x,extensionASTNodes:B})}case g.INPUT_OBJECT_TYPE_DEFINITION:{var Jl;let ri=[x,...B];return new Si({name:M,description:(Jl=x.description)===null||Jl===
void 0?void 0:Jl.value,fields:()=>qt(ri),astNode:x,extensionASTNodes:B,isOneOf:UT(x)})}}}}var Jd=Dt([...gn,...yn],i=>i.name);function Dn(i){let e=En(gr,i);return e?.
reason}function Zd(i){let e=En(Zo,i);return e?.url}function UT(i){return!!En(Ko,i)}function Wc(i,e){i!=null&&i.kind===g.DOCUMENT||z(!1,"Must provide valid Document AST."),e?.assumeValid!==!0&&e?.assumeValidSDL!==!0&&zd(i);let n=Kd({description:void 0,
types:[],directives:[],extensions:Object.create(null),extensionASTNodes:[],assumeValid:!1},i,e);if(n.astNode==null)for(let s of n.types)switch(s.name){case"Quer\
y":n.query=s;break;case"Mutation":n.mutation=s;break;case"Subscription":n.subscription=s;break}let r=[...n.directives,...Lt.filter(s=>n.directives.every(o=>o.name!==
s.name))];return new Tr({...n,directives:r})}function da(i,e){let t=Yi(i,e);return Wc(t,{assumeValidSDL:e?.assumeValidSDL,assumeValid:e?.assumeValid})}function Vi(i,e={},...t){let n=document.createElement(i);for(let[r,s]of Object.entries(e))r.includes("-")||r==="role"||r==="for"?n.setAttribute(r,String(s)):n[r]=
s;return n.append(...t),n}function ep(i){try{return JSON.stringify(JSON.parse(i),null,2)}catch{return i}}var Xc=[],rp=[];(()=>{let i="lc,34,7n,7,7b,19,,,,2,,2,,,20,b,1c,l,g,,2t,7,2,6,2,2,,4,z,,u,r,2j,b,1m,9,9,,o,4,,9,,3,,5,17,3,1n,9,16,o,,x,1i,3,,i,,7,a,2,t,3,1k,,,\
7,2,2,2,3,9,,a,2,q,,2,3,1k,,,5,4,2,2,3,3,,u,2,3,,b,3,1k,,,8,,3,,3,k,2,m,6,,3,1k,,,7,2,2,2,3,7,3,a,2,u,,1n,5,3,3,,4,9,,14,5,1j,,,7,,3,,4,7,2,b,2,t,3,1k,,,7,,3,,4\
,7,2,b,2,f,,c,4,1j,2,,7,,3,,4,9,,a,2,t,3,1y,,4,6,,,,8,i,2,1p,,,8,c,8,2q,,,a,b,7,21,2,r,,,,,,4,2,1d,k,,2,5,b,,10,9,,2u,b,,6,n,4,4,3,g,4,d,,,3,6,,f,,jj,3,qa,4,s,3\
,t,2,u,2,1s,w,9,,19,3,,,39,2,y,,3a,c,4,c,63,5,1l,a,,,,,2,o,2,,1c,1a,2,c,k,5,1b,h,12,9,c,3,u,d,1k,e,1c,k,48,3,,l,4,,6,,2,3,5i,1s,ek,,5f,x,2da,3,3x,,2o,w,fe,6,2x,\
2,n9w,4,,a,w,2,28,2,7k,,3,,4,,n,5,4,,2b,2,1e,i,q,i,d,,12,8,p,d,18,4,1b,e,10,,1v,e,c,,8,2,1a,,1f,,,3,2,2,5,2,,,15,5,5,2,6k,8,,2,fn4,,kh,g,g,g,a6,2,gt,,6a,,45,5,1\
ae,3,,2,5,4,14,3,4,,4l,2,fx,4,1t,5,8t,2,25,6,1y,b,1d,4,3e,3,1h,f,15,,2,2,a,4,19,b,7,,1p,3,10,e,g,2,18,,c,3,1c,e,8,4,,2,2k,c,6,,2,,4d,c,l,4,1j,2,,7,2,2,2,3,9,,a,\
2,2,7,3,5,1v,9,,,2,,,4,,5,,,e,2,2a,i,n,,29,k,6j,7,2,9,r,2,2a,h,2y,d,2t,3,2,a,74,f,6t,6,,2,2,4,,,,2,3x,7,2,7,3,,s,a,14,7,,4,8,,9,b,1a,g,5i,8,5j,8,,8,2a,m,,e,3e,6\
,3,,,2,,7,,,1u,5,,2,,5,9n,4,9,2,,,1c,7,3,5,n,,44l,,6,f,8ug,i,1xc,5,1n,7,t4,,,1j,7,4,29,,b,2,f57,2,3mp,1a,2,n,f2,5,3,6,8,8,2,7,u,4,44,3,1iz,1j,4,1e,8,,e,,m,5,,f,\
11s,7,,h,2,7,,2,,5,2s,,4g,7,af,,1p,4,e4,4,72,2,6r,,2,,7,2,5,,d6,7,31,7,240,5".split(",").map(e=>e?parseInt(e,36):1);for(let e=0,t=0;e<i.length;e++)(e%2?rp:Xc).push(
t=t+i[e])})();function $T(i){if(i<768)return!1;for(let e=0,t=Xc.length;;){let n=e+t>>1;if(i<Xc[n])t=n;else if(i>=rp[n])e=n+1;else return!0;if(e==t)return!1}}function tp(i){
return i>=127462&&i<=127487}var ip=8205;function sp(i,e,t=!0,n=!0){return(t?op:jT)(i,e,n)}function op(i,e,t){if(e==i.length)return e;e&&ap(i.charCodeAt(e))&&lp(i.charCodeAt(e-1))&&e--;let n=Hc(
i,e);for(e+=np(n);e<i.length;){let r=Hc(i,e);if(n==ip||r==ip||t&&$T(r))e+=np(r),n=r;else if(tp(r)){let s=0,o=e-2;for(;o>=0&&tp(Hc(i,o));)s++,o-=2;if(s%2==0)break;
e+=2}else break}return e}function jT(i,e,t){for(;e>1;){let n=op(i,e-2,t);if(n<e)return n;e--}return 0}function Hc(i,e){let t=i.charCodeAt(e);if(!lp(t)||e+1==i.length)
return t;let n=i.charCodeAt(e+1);return ap(n)?(t-55296<<10)+(n-56320)+65536:t}function ap(i){return i>=56320&&i<57344}function lp(i){return i>=55296&&i<56320}function np(i){
return i<65536?1:2}var se=class i{lineAt(e){if(e<0||e>this.length)throw new RangeError(`Invalid position ${e} in document of length ${this.length}`);return this.lineInner(e,!1,1,0)}line(e){
if(e<1||e>this.lines)throw new RangeError(`Invalid line number ${e} in ${this.lines}-line document`);return this.lineInner(e,!0,1,0)}replace(e,t,n){[e,t]=qr(this,
e,t);let r=[];return this.decompose(0,e,r,2),n.length&&n.decompose(0,n.length,r,3),this.decompose(t,this.length,r,1),Ur.from(r,this.length-(t-e)+n.length)}append(e){
return this.replace(this.length,this.length,e)}slice(e,t=this.length){[e,t]=qr(this,e,t);let n=[];return this.decompose(e,t,n,0),Ur.from(n,t-e)}eq(e){if(e==this)
return!0;if(e.length!=this.length||e.lines!=this.lines)return!1;let t=this.scanIdentical(e,1),n=this.length-this.scanIdentical(e,-1),r=new Mn(this),s=new Mn(e);
for(let o=t,a=t;;){if(r.next(o),s.next(o),o=0,r.lineBreak!=s.lineBreak||r.done!=s.done||r.value!=s.value)return!1;if(a+=r.value.length,r.done||a>=n)return!0}}iter(e=1){
return new Mn(this,e)}iterRange(e,t=this.length){return new ya(this,e,t)}iterLines(e,t){let n;if(e==null)n=this.iter();else{t==null&&(t=this.lines+1);let r=this.
line(e).from;n=this.iterRange(r,Math.max(r,t==this.lines+1?this.length:t<=1?0:this.line(t-1).to))}return new va(n)}toString(){return this.sliceString(0)}toJSON(){
let e=[];return this.flatten(e),e}constructor(){}static of(e){if(e.length==0)throw new RangeError("A document must have at least one line");return e.length==1&&
!e[0]?i.empty:e.length<=32?new Ft(e):Ur.from(Ft.split(e,[]))}},Ft=class i extends se{constructor(e,t=qT(e)){super(),this.text=e,this.length=t}get lines(){return this.
text.length}get children(){return null}lineInner(e,t,n,r){for(let s=0;;s++){let o=this.text[s],a=r+o.length;if((t?n:a)>=e)return new zc(r,a,n,o);r=a+1,n++}}decompose(e,t,n,r){
let s=e<=0&&t>=this.length?this:new i(cp(this.text,e,t),Math.min(t,this.length)-Math.max(0,e));if(r&1){let o=n.pop(),a=Oa(s.text,o.text.slice(),0,s.length);if(a.
length<=32)n.push(new i(a,o.length+s.length));else{let l=a.length>>1;n.push(new i(a.slice(0,l)),new i(a.slice(l)))}}else n.push(s)}replace(e,t,n){if(!(n instanceof
i))return super.replace(e,t,n);[e,t]=qr(this,e,t);let r=Oa(this.text,Oa(n.text,cp(this.text,0,e)),t),s=this.length+n.length-(t-e);return r.length<=32?new i(r,s):
Ur.from(i.split(r,[]),s)}sliceString(e,t=this.length,n=`
`){[e,t]=qr(this,e,t);let r="";for(let s=0,o=0;s<=t&&o<this.text.length;o++){let a=this.text[o],l=s+a.length;s>e&&o&&(r+=n),e<l&&t>s&&(r+=a.slice(Math.max(0,e-s),
t-s)),s=l+1}return r}flatten(e){for(let t of this.text)e.push(t)}scanIdentical(){return 0}static split(e,t){let n=[],r=-1;for(let s of e)n.push(s),r+=s.length+1,
n.length==32&&(t.push(new i(n,r)),n=[],r=-1);return r>-1&&t.push(new i(n,r)),t}},Ur=class i extends se{constructor(e,t){super(),this.children=e,this.length=t,this.
lines=0;for(let n of e)this.lines+=n.lines}lineInner(e,t,n,r){for(let s=0;;s++){let o=this.children[s],a=r+o.length,l=n+o.lines-1;if((t?l:a)>=e)return o.lineInner(
e,t,n,r);r=a+1,n=l+1}}decompose(e,t,n,r){for(let s=0,o=0;o<=t&&s<this.children.length;s++){let a=this.children[s],l=o+a.length;if(e<=l&&t>=o){let c=r&((o<=e?1:0)|
(l>=t?2:0));o>=e&&l<=t&&!c?n.push(a):a.decompose(e-o,t-o,n,c)}o=l+1}}replace(e,t,n){if([e,t]=qr(this,e,t),n.lines<this.lines)for(let r=0,s=0;r<this.children.length;r++){
let o=this.children[r],a=s+o.length;if(e>=s&&t<=a){let l=o.replace(e-s,t-s,n),c=this.lines-o.lines+l.lines;if(l.lines<c>>4&&l.lines>c>>6){let f=this.children.slice();
return f[r]=l,new i(f,this.length-(t-e)+n.length)}return super.replace(s,a,l)}s=a+1}return super.replace(e,t,n)}sliceString(e,t=this.length,n=`
`){[e,t]=qr(this,e,t);let r="";for(let s=0,o=0;s<this.children.length&&o<=t;s++){let a=this.children[s],l=o+a.length;o>e&&s&&(r+=n),e<l&&t>o&&(r+=a.sliceString(
e-o,t-o,n)),o=l+1}return r}flatten(e){for(let t of this.children)t.flatten(e)}scanIdentical(e,t){if(!(e instanceof i))return 0;let n=0,[r,s,o,a]=t>0?[0,0,this.children.
length,e.children.length]:[this.children.length-1,e.children.length-1,-1,-1];for(;;r+=t,s+=t){if(r==o||s==a)return n;let l=this.children[r],c=e.children[s];if(l!=
c)return n+l.scanIdentical(c,t);n+=l.length+1}}static from(e,t=e.reduce((n,r)=>n+r.length+1,-1)){let n=0;for(let d of e)n+=d.lines;if(n<32){let d=[];for(let p of e)
p.flatten(d);return new Ft(d,t)}let r=Math.max(32,n>>5),s=r<<1,o=r>>1,a=[],l=0,c=-1,f=[];function u(d){let p;if(d.lines>s&&d instanceof i)for(let m of d.children)
u(m);else d.lines>o&&(l>o||!l)?(h(),a.push(d)):d instanceof Ft&&l&&(p=f[f.length-1])instanceof Ft&&d.lines+p.lines<=32?(l+=d.lines,c+=d.length+1,f[f.length-1]=new Ft(
p.text.concat(d.text),p.length+1+d.length)):(l+d.lines>r&&h(),l+=d.lines,c+=d.length+1,f.push(d))}function h(){l!=0&&(a.push(f.length==1?f[0]:i.from(f,c)),c=-1,
l=f.length=0)}for(let d of e)u(d);return h(),a.length==1?a[0]:new i(a,t)}};se.empty=new Ft([""],0);function qT(i){let e=-1;for(let t of i)e+=t.length+1;return e}
function Oa(i,e,t=0,n=1e9){for(let r=0,s=0,o=!0;s<i.length&&r<=n;s++){let a=i[s],l=r+a.length;l>=t&&(l>n&&(a=a.slice(0,n-r)),r<t&&(a=a.slice(t-r)),o?(e[e.length-
1]+=a,o=!1):e.push(a)),r=l+1}return e}function cp(i,e,t){return Oa(i,[""],e,t)}var Mn=class{constructor(e,t=1){this.dir=t,this.done=!1,this.lineBreak=!1,this.value=
"",this.nodes=[e],this.offsets=[t>0?1:(e instanceof Ft?e.text.length:e.children.length)<<1]}nextInner(e,t){for(this.done=this.lineBreak=!1;;){let n=this.nodes.length-
1,r=this.nodes[n],s=this.offsets[n],o=s>>1,a=r instanceof Ft?r.text.length:r.children.length;if(o==(t>0?a:0)){if(n==0)return this.done=!0,this.value="",this;t>0&&
this.offsets[n-1]++,this.nodes.pop(),this.offsets.pop()}else if((s&1)==(t>0?0:1)){if(this.offsets[n]+=t,e==0)return this.lineBreak=!0,this.value=`
`,this;e--}else if(r instanceof Ft){let l=r.text[o+(t<0?-1:0)];if(this.offsets[n]+=t,l.length>Math.max(0,e))return this.value=e==0?l:t>0?l.slice(e):l.slice(0,l.
length-e),this;e-=l.length}else{let l=r.children[o+(t<0?-1:0)];e>l.length?(e-=l.length,this.offsets[n]+=t):(t<0&&this.offsets[n]--,this.nodes.push(l),this.offsets.
push(t>0?1:(l instanceof Ft?l.text.length:l.children.length)<<1))}}}next(e=0){return e<0&&(this.nextInner(-e,-this.dir),e=this.value.length),this.nextInner(e,this.
dir)}},ya=class{constructor(e,t,n){this.value="",this.done=!1,this.cursor=new Mn(e,t>n?-1:1),this.pos=t>n?e.length:0,this.from=Math.min(t,n),this.to=Math.max(t,
n)}nextInner(e,t){if(t<0?this.pos<=this.from:this.pos>=this.to)return this.value="",this.done=!0,this;e+=Math.max(0,t<0?this.pos-this.to:this.from-this.pos);let n=t<
0?this.pos-this.from:this.to-this.pos;e>n&&(e=n),n-=e;let{value:r}=this.cursor.next(e);return this.pos+=(r.length+e)*t,this.value=r.length<=n?r:t<0?r.slice(r.length-
n):r.slice(0,n),this.done=!this.value,this}next(e=0){return e<0?e=Math.max(e,this.from-this.pos):e>0&&(e=Math.min(e,this.to-this.pos)),this.nextInner(e,this.cursor.
dir)}get lineBreak(){return this.cursor.lineBreak&&this.value!=""}},va=class{constructor(e){this.inner=e,this.afterBreak=!0,this.value="",this.done=!1}next(e=0){
let{done:t,lineBreak:n,value:r}=this.inner.next(e);return t&&this.afterBreak?(this.value="",this.afterBreak=!1):t?(this.done=!0,this.value=""):n?this.afterBreak?
this.value="":(this.afterBreak=!0,this.next()):(this.value=r,this.afterBreak=!1),this}get lineBreak(){return!1}};typeof Symbol<"u"&&(se.prototype[Symbol.iterator]=
function(){return this.iter()},Mn.prototype[Symbol.iterator]=ya.prototype[Symbol.iterator]=va.prototype[Symbol.iterator]=function(){return this});var zc=class{constructor(e,t,n,r){
this.from=e,this.to=t,this.number=n,this.text=r}get length(){return this.to-this.from}};function qr(i,e,t){return e=Math.max(0,Math.min(i.length,e)),[e,Math.max(
e,Math.min(i.length,t))]}function ze(i,e,t=!0,n=!0){return sp(i,e,t,n)}function GT(i){return i>=56320&&i<57344}function WT(i){return i>=55296&&i<56320}function kt(i,e){
let t=i.charCodeAt(e);if(!WT(t)||e+1==i.length)return t;let n=i.charCodeAt(e+1);return GT(n)?(t-55296<<10)+(n-56320)+65536:t}function ff(i){return i<=65535?String.
fromCharCode(i):(i-=65536,String.fromCharCode((i>>10)+55296,(i&1023)+56320))}function ui(i){return i<65536?1:2}var Jc=/\r\n?|\n/,it=(function(i){return i[i.Simple=
0]="Simple",i[i.TrackDel=1]="TrackDel",i[i.TrackBefore=2]="TrackBefore",i[i.TrackAfter=3]="TrackAfter",i})(it||(it={})),Bi=class i{constructor(e){this.sections=
e}get length(){let e=0;for(let t=0;t<this.sections.length;t+=2)e+=this.sections[t];return e}get newLength(){let e=0;for(let t=0;t<this.sections.length;t+=2){let n=this.
sections[t+1];e+=n<0?this.sections[t]:n}return e}get empty(){return this.sections.length==0||this.sections.length==2&&this.sections[1]<0}iterGaps(e){for(let t=0,
n=0,r=0;t<this.sections.length;){let s=this.sections[t++],o=this.sections[t++];o<0?(e(n,r,s),r+=s):r+=o,n+=s}}iterChangedRanges(e,t=!1){Zc(this,e,t)}get invertedDesc(){
let e=[];for(let t=0;t<this.sections.length;){let n=this.sections[t++],r=this.sections[t++];r<0?e.push(n,r):e.push(r,n)}return new i(e)}composeDesc(e){return this.
empty?e:e.empty?this:pp(this,e)}mapDesc(e,t=!1){return e.empty?this:Kc(this,e,t)}mapPos(e,t=-1,n=it.Simple){let r=0,s=0;for(let o=0;o<this.sections.length;){let a=this.
sections[o++],l=this.sections[o++],c=r+a;if(l<0){if(c>e)return s+(e-r);s+=a}else{if(n!=it.Simple&&c>=e&&(n==it.TrackDel&&r<e&&c>e||n==it.TrackBefore&&r<e||n==it.
TrackAfter&&c>e))return null;if(c>e||c==e&&t<0&&!a)return e==r||t<0?s:s+l;s+=l}r=c}if(e>r)throw new RangeError(`Position ${e} is out of range for changeset of l\
ength ${r}`);return s}touchesRange(e,t=e){for(let n=0,r=0;n<this.sections.length&&r<=t;){let s=this.sections[n++],o=this.sections[n++],a=r+s;if(o>=0&&r<=t&&a>=e)
return r<e&&a>t?"cover":!0;r=a}return!1}toString(){let e="";for(let t=0;t<this.sections.length;){let n=this.sections[t++],r=this.sections[t++];e+=(e?" ":"")+n+(r>=
0?":"+r:"")}return e}toJSON(){return this.sections}static fromJSON(e){if(!Array.isArray(e)||e.length%2||e.some(t=>typeof t!="number"))throw new RangeError("Inva\
lid JSON representation of ChangeDesc");return new i(e)}static create(e){return new i(e)}},mt=class i extends Bi{constructor(e,t){super(e),this.inserted=t}apply(e){
if(this.length!=e.length)throw new RangeError("Applying change set to a document with the wrong length");return Zc(this,(t,n,r,s,o)=>e=e.replace(r,r+(n-t),o),!1),
e}mapDesc(e,t=!1){return Kc(this,e,t,!0)}invert(e){let t=this.sections.slice(),n=[];for(let r=0,s=0;r<t.length;r+=2){let o=t[r],a=t[r+1];if(a>=0){t[r]=a,t[r+1]=
o;let l=r>>1;for(;n.length<l;)n.push(se.empty);n.push(o?e.slice(s,s+o):se.empty)}s+=o}return new i(t,n)}compose(e){return this.empty?e:e.empty?this:pp(this,e,!0)}map(e,t=!1){
return e.empty?this:Kc(this,e,t,!0)}iterChanges(e,t=!1){Zc(this,e,t)}get desc(){return Bi.create(this.sections)}filter(e){let t=[],n=[],r=[],s=new Ln(this);e:for(let o=0,
a=0;;){let l=o==e.length?1e9:e[o++];for(;a<l||a==l&&s.len==0;){if(s.done)break e;let f=Math.min(s.len,l-a);ot(r,f,-1);let u=s.ins==-1?-1:s.off==0?s.ins:0;ot(t,f,
u),u>0&&Ji(n,t,s.text),s.forward(f),a+=f}let c=e[o++];for(;a<c;){if(s.done)break e;let f=Math.min(s.len,c-a);ot(t,f,-1),ot(r,f,s.ins==-1?-1:s.off==0?s.ins:0),s.
forward(f),a+=f}}return{changes:new i(t,n),filtered:Bi.create(r)}}toJSON(){let e=[];for(let t=0;t<this.sections.length;t+=2){let n=this.sections[t],r=this.sections[t+
1];r<0?e.push(n):r==0?e.push([n]):e.push([n].concat(this.inserted[t>>1].toJSON()))}return e}static of(e,t,n){let r=[],s=[],o=0,a=null;function l(f=!1){if(!f&&!r.
length)return;o<t&&ot(r,t-o,-1);let u=new i(r,s);a=a?a.compose(u.map(a)):u,r=[],s=[],o=0}function c(f){if(Array.isArray(f))for(let u of f)c(u);else if(f instanceof
i){if(f.length!=t)throw new RangeError(`Mismatched change set length (got ${f.length}, expected ${t})`);l(),a=a?a.compose(f.map(a)):f}else{let{from:u,to:h=u,insert:d}=f;
if(u>h||u<0||h>t)throw new RangeError(`Invalid change range ${u} to ${h} (in doc of length ${t})`);let p=d?typeof d=="string"?se.of(d.split(n||Jc)):d:se.empty,m=p.
length;if(u==h&&m==0)return;u<o&&l(),u>o&&ot(r,u-o,-1),ot(r,h-u,m),Ji(s,r,p),o=h}}return c(e),l(!a),a}static empty(e){return new i(e?[e,-1]:[],[])}static fromJSON(e){
if(!Array.isArray(e))throw new RangeError("Invalid JSON representation of ChangeSet");let t=[],n=[];for(let r=0;r<e.length;r++){let s=e[r];if(typeof s=="number")
t.push(s,-1);else{if(!Array.isArray(s)||typeof s[0]!="number"||s.some((o,a)=>a&&typeof o!="string"))throw new RangeError("Invalid JSON representation of ChangeS\
et");if(s.length==1)t.push(s[0],0);else{for(;n.length<r;)n.push(se.empty);n[r]=se.of(s.slice(1)),t.push(s[0],n[r].length)}}}return new i(t,n)}static createSet(e,t){
return new i(e,t)}};function ot(i,e,t,n=!1){if(e==0&&t<=0)return;let r=i.length-2;r>=0&&t<=0&&t==i[r+1]?i[r]+=e:r>=0&&e==0&&i[r]==0?i[r+1]+=t:n?(i[r]+=e,i[r+1]+=
t):i.push(e,t)}function Ji(i,e,t){if(t.length==0)return;let n=e.length-2>>1;if(n<i.length)i[i.length-1]=i[i.length-1].append(t);else{for(;i.length<n;)i.push(se.
empty);i.push(t)}}function Zc(i,e,t){let n=i.inserted;for(let r=0,s=0,o=0;o<i.sections.length;){let a=i.sections[o++],l=i.sections[o++];if(l<0)r+=a,s+=a;else{let c=r,
f=s,u=se.empty;for(;c+=a,f+=l,l&&n&&(u=u.append(n[o-2>>1])),!(t||o==i.sections.length||i.sections[o+1]<0);)a=i.sections[o++],l=i.sections[o++];e(r,c,s,f,u),r=c,
s=f}}}function Kc(i,e,t,n=!1){let r=[],s=n?[]:null,o=new Ln(i),a=new Ln(e);for(let l=-1;;){if(o.done&&a.len||a.done&&o.len)throw new Error("Mismatched change se\
t lengths");if(o.ins==-1&&a.ins==-1){let c=Math.min(o.len,a.len);ot(r,c,-1),o.forward(c),a.forward(c)}else if(a.ins>=0&&(o.ins<0||l==o.i||o.off==0&&(a.len<o.len||
a.len==o.len&&!t))){let c=a.len;for(ot(r,a.ins,-1);c;){let f=Math.min(o.len,c);o.ins>=0&&l<o.i&&o.len<=f&&(ot(r,0,o.ins),s&&Ji(s,r,o.text),l=o.i),o.forward(f),c-=
f}a.next()}else if(o.ins>=0){let c=0,f=o.len;for(;f;)if(a.ins==-1){let u=Math.min(f,a.len);c+=u,f-=u,a.forward(u)}else if(a.ins==0&&a.len<f)f-=a.len,a.next();else
break;ot(r,c,l<o.i?o.ins:0),s&&l<o.i&&Ji(s,r,o.text),l=o.i,o.forward(o.len-f)}else{if(o.done&&a.done)return s?mt.createSet(r,s):Bi.create(r);throw new Error("Mi\
smatched change set lengths")}}}function pp(i,e,t=!1){let n=[],r=t?[]:null,s=new Ln(i),o=new Ln(e);for(let a=!1;;){if(s.done&&o.done)return r?mt.createSet(n,r):
Bi.create(n);if(s.ins==0)ot(n,s.len,0,a),s.next();else if(o.len==0&&!o.done)ot(n,0,o.ins,a),r&&Ji(r,n,o.text),o.next();else{if(s.done||o.done)throw new Error("M\
ismatched change set lengths");{let l=Math.min(s.len2,o.len),c=n.length;if(s.ins==-1){let f=o.ins==-1?-1:o.off?0:o.ins;ot(n,l,f,a),r&&f&&Ji(r,n,o.text)}else o.ins==
-1?(ot(n,s.off?0:s.len,l,a),r&&Ji(r,n,s.textBit(l))):(ot(n,s.off?0:s.len,o.off?0:o.ins,a),r&&!o.off&&Ji(r,n,o.text));a=(s.ins>l||o.ins>=0&&o.len>l)&&(a||n.length>
c),s.forward2(l),o.forward(l)}}}}var Ln=class{constructor(e){this.set=e,this.i=0,this.next()}next(){let{sections:e}=this.set;this.i<e.length?(this.len=e[this.i++],
this.ins=e[this.i++]):(this.len=0,this.ins=-2),this.off=0}get done(){return this.ins==-2}get len2(){return this.ins<0?this.len:this.ins}get text(){let{inserted:e}=this.
set,t=this.i-2>>1;return t>=e.length?se.empty:e[t]}textBit(e){let{inserted:t}=this.set,n=this.i-2>>1;return n>=t.length&&!e?se.empty:t[n].slice(this.off,e==null?
void 0:this.off+e)}forward(e){e==this.len?this.next():(this.len-=e,this.off+=e)}forward2(e){this.ins==-1?this.forward(e):e==this.ins?this.next():(this.ins-=e,this.
off+=e)}},Rn=class i{constructor(e,t,n,r){this.from=e,this.to=t,this.flags=n,this.goalColumn=r}get anchor(){return this.flags&32?this.to:this.from}get head(){return this.
flags&32?this.from:this.to}get empty(){return this.from==this.to}get assoc(){return this.flags&8?-1:this.flags&16?1:0}get undirectional(){return(this.flags&64)>
0}get bidiLevel(){let e=this.flags&7;return e==7?null:e}map(e,t=-1){let n,r;return this.empty?n=r=e.mapPos(this.from,t):(n=e.mapPos(this.from,1),r=e.mapPos(this.
to,-1)),n==this.from&&r==this.to?this:new i(n,r,this.flags,this.goalColumn)}extend(e,t=e,n=0){if(e<=this.anchor&&t>=this.anchor)return D.range(e,t,void 0,void 0,
n);let r=Math.abs(e-this.anchor)>Math.abs(t-this.anchor)?e:t;return D.range(this.anchor,r,void 0,void 0,n)}eq(e,t=!1){return this.anchor==e.anchor&&this.head==e.
head&&this.goalColumn==e.goalColumn&&(!t||!this.empty||this.assoc==e.assoc)}toJSON(){return{anchor:this.anchor,head:this.head}}static fromJSON(e){if(!e||typeof e.
anchor!="number"||typeof e.head!="number")throw new RangeError("Invalid JSON representation for SelectionRange");return D.range(e.anchor,e.head)}static create(e,t,n,r){
return new i(e,t,n,r)}},D=class i{constructor(e,t){this.ranges=e,this.mainIndex=t}map(e,t=-1){return e.empty?this:i.create(this.ranges.map(n=>n.map(e,t)),this.mainIndex)}eq(e,t=!1){
if(this.ranges.length!=e.ranges.length||this.mainIndex!=e.mainIndex)return!1;for(let n=0;n<this.ranges.length;n++)if(!this.ranges[n].eq(e.ranges[n],t))return!1;
return!0}get main(){return this.ranges[this.mainIndex]}asSingle(){return this.ranges.length==1?this:new i([this.main],0)}addRange(e,t=!0){return i.create([e].concat(
this.ranges),t?0:this.mainIndex+1)}replaceRange(e,t=this.mainIndex){let n=this.ranges.slice();return n[t]=e,i.create(n,this.mainIndex)}toJSON(){return{ranges:this.
ranges.map(e=>e.toJSON()),main:this.mainIndex}}static fromJSON(e){if(!e||!Array.isArray(e.ranges)||typeof e.main!="number"||e.main>=e.ranges.length)throw new RangeError(
"Invalid JSON representation for EditorSelection");return new i(e.ranges.map(t=>Rn.fromJSON(t)),e.main)}static single(e,t=e){return new i([i.range(e,t)],0)}static create(e,t=0){
if(e.length==0)throw new RangeError("A selection needs at least one range");for(let n=0,r=0;r<e.length;r++){let s=e[r];if(s.empty?s.from<=n:s.from<n)return i.normalized(
e.slice(),t);n=s.to}return new i(e,t)}static cursor(e,t=0,n,r){return Rn.create(e,e,(t==0?0:t<0?8:16)|(n==null?7:Math.min(6,n)),r)}static range(e,t,n,r,s){let o=r==
null?7:Math.min(6,r);return!s&&e!=t&&(s=t<e?1:-1),s&&(o|=s<0?8:16),t<e?Rn.create(t,e,o|32,n):Rn.create(e,t,o,n)}static undirectionalRange(e,t){return Rn.create(
e,t,64,void 0)}static normalized(e,t=0){let n=e[t];e.sort((r,s)=>r.from-s.from),t=e.indexOf(n);for(let r=1;r<e.length;r++){let s=e[r],o=e[r-1];if(s.empty?s.from<=
o.to:s.from<o.to){let a=o.from,l=Math.max(s.to,o.to);r<=t&&t--,e.splice(--r,2,s.anchor>s.head?i.range(l,a):i.range(a,l))}}return new i(e,t)}};function mp(i,e){for(let t of i.
ranges)if(t.to>e)throw new RangeError("Selection points outside of document")}var uf=0,V=class i{constructor(e,t,n,r,s){this.combine=e,this.compareInput=t,this.
compare=n,this.isStatic=r,this.id=uf++,this.default=e([]),this.extensions=typeof s=="function"?s(this):s}get reader(){return this}static define(e={}){return new i(
e.combine||(t=>t),e.compareInput||((t,n)=>t===n),e.compare||(e.combine?(t,n)=>t===n:hf),!!e.static,e.enables)}of(e){return new $r([],this,0,e)}compute(e,t){if(this.
isStatic)throw new Error("Can't compute a static facet");return new $r(e,this,1,t)}computeN(e,t){if(this.isStatic)throw new Error("Can't compute a static facet");
return new $r(e,this,2,t)}from(e,t){return t||(t=n=>n),this.compute([e],n=>t(n.field(e)))}};function hf(i,e){return i==e||i.length==e.length&&i.every((t,n)=>t===
e[n])}var $r=class{constructor(e,t,n,r){this.dependencies=e,this.facet=t,this.type=n,this.value=r,this.id=uf++}dynamicSlot(e){var t;let n=this.value,r=this.facet.
compareInput,s=this.id,o=e[s]>>1,a=this.type==2,l=!1,c=!1,f=[];for(let u of this.dependencies)u=="doc"?l=!0:u=="selection"?c=!0:(((t=e[u.id])!==null&&t!==void 0?
t:1)&1)==0&&f.push(e[u.id]);return{create(u){return u.values[o]=n(u),1},update(u,h){if(l&&h.docChanged||c&&(h.docChanged||h.selection)||ef(u,f)){let d=n(u);if(a?
!fp(d,u.values[o],r):!r(d,u.values[o]))return u.values[o]=d,1}return 0},reconfigure:(u,h)=>{let d,p=h.config.address[s];if(p!=null){let m=xa(h,p);if(this.dependencies.
every(O=>O instanceof V?h.facet(O)===u.facet(O):O instanceof _e?h.field(O,!1)==u.field(O,!1):!0)||(a?fp(d=n(u),m,r):r(d=n(u),m)))return u.values[o]=m,0}else d=n(
u);return u.values[o]=d,1}}}get extension(){return this}};function fp(i,e,t){if(i.length!=e.length)return!1;for(let n=0;n<i.length;n++)if(!t(i[n],e[n]))return!1;
return!0}function ef(i,e){let t=!1;for(let n of e)Bs(i,n)&1&&(t=!0);return t}function HT(i,e,t){let n=t.map(l=>i[l.id]),r=t.map(l=>l.type),s=n.filter(l=>!(l&1)),
o=i[e.id]>>1;function a(l){let c=[];for(let f=0;f<n.length;f++){let u=xa(l,n[f]);if(r[f]==2)for(let h of u)c.push(h);else c.push(u)}return e.combine(c)}return{create(l){
for(let c of n)Bs(l,c);return l.values[o]=a(l),1},update(l,c){if(!ef(l,s))return 0;let f=a(l);return e.compare(f,l.values[o])?0:(l.values[o]=f,1)},reconfigure(l,c){
let f=ef(l,n),u=c.config.facets[e.id],h=c.facet(e);if(u&&!f&&hf(t,u))return l.values[o]=h,0;let d=a(l);return e.compare(d,h)?(l.values[o]=h,0):(l.values[o]=d,1)}}}
var pa=V.define({static:!0}),_e=class i{constructor(e,t,n,r,s){this.id=e,this.createF=t,this.updateF=n,this.compareF=r,this.spec=s,this.provides=void 0}static define(e){
let t=new i(uf++,e.create,e.update,e.compare||((n,r)=>n===r),e);return e.provide&&(t.provides=e.provide(t)),t}create(e){let t=e.facet(pa).find(n=>n.field==this);
return(t?.create||this.createF)(e)}slot(e){let t=e[this.id]>>1;return{create:n=>(n.values[t]=this.create(n),1),update:(n,r)=>{let s=n.values[t],o=this.updateF(s,
r);return this.compareF(s,o)?0:(n.values[t]=o,1)},reconfigure:(n,r)=>{let s=n.facet(pa),o=r.facet(pa),a;return(a=s.find(l=>l.field==this))&&a!=o.find(l=>l.field==
this)?(n.values[t]=a.create(n),1):r.config.address[this.id]!=null?(n.values[t]=r.field(this),0):(n.values[t]=this.create(n),1)}}}init(e){return[this,pa.of({field:this,
create:e})]}get extension(){return this}},Cn={lowest:4,low:3,default:2,high:1,highest:0};function Vs(i){return e=>new Ta(e,i)}var Ui={highest:Vs(Cn.highest),high:Vs(
Cn.high),default:Vs(Cn.default),low:Vs(Cn.low),lowest:Vs(Cn.lowest)},Ta=class{constructor(e,t){this.inner=e,this.prec=t}get extension(){return this}},ba=class i{of(e){
return new Us(this,e)}reconfigure(e){return i.reconfigure.of({compartment:this,extension:e})}get(e){return e.config.compartments.get(this)}},Us=class{constructor(e,t){
this.compartment=e,this.inner=t}get extension(){return this}},Sa=class i{constructor(e,t,n,r,s,o){for(this.base=e,this.compartments=t,this.dynamicSlots=n,this.address=
r,this.staticValues=s,this.facets=o,this.statusTemplate=[];this.statusTemplate.length<n.length;)this.statusTemplate.push(0)}staticFacet(e){let t=this.address[e.
id];return t==null?e.default:this.staticValues[t>>1]}static resolve(e,t,n){let r=[],s=Object.create(null),o=new Map;for(let h of XT(e,t,o))h instanceof _e?r.push(
h):(s[h.facet.id]||(s[h.facet.id]=[])).push(h);let a=Object.create(null),l=[],c=[];for(let h of r)a[h.id]=c.length<<1,c.push(d=>h.slot(d));let f=n?.config.facets;
for(let h in s){let d=s[h],p=d[0].facet,m=f&&f[h]||[];if(d.every(O=>O.type==0))if(a[p.id]=l.length<<1|1,hf(m,d))l.push(n.facet(p));else{let O=p.combine(d.map(v=>v.
value));l.push(n&&p.compare(O,n.facet(p))?n.facet(p):O)}else{for(let O of d)O.type==0?(a[O.id]=l.length<<1|1,l.push(O.value)):(a[O.id]=c.length<<1,c.push(v=>O.dynamicSlot(
v)));a[p.id]=c.length<<1,c.push(O=>HT(O,p,d))}}let u=c.map(h=>h(a));return new i(e,o,u,a,l,s)}};function XT(i,e,t){let n=[[],[],[],[],[]],r=new Map;function s(o,a){
let l=r.get(o);if(l!=null){if(l<=a)return;let c=n[l].indexOf(o);c>-1&&n[l].splice(c,1),o instanceof Us&&t.delete(o.compartment)}if(r.set(o,a),Array.isArray(o))for(let c of o)
s(c,a);else if(o instanceof Us){if(t.has(o.compartment))throw new RangeError("Duplicate use of compartment in extensions");let c=e.get(o.compartment)||o.inner;t.
set(o.compartment,c),s(c,a)}else if(o instanceof Ta)s(o.inner,o.prec);else if(o instanceof _e)n[a].push(o),o.provides&&s(o.provides,a);else if(o instanceof $r)n[a].
push(o),o.facet.extensions&&s(o.facet.extensions,Cn.default);else{let c=o.extension;if(!c)throw new Error(`Unrecognized extension value in extension set (${o}).`);
if(c==o)throw new Error(`Unrecognized extension value in extension set (${o}). This sometimes happens because multiple instances of @codemirror/state are loaded\
, breaking instanceof checks.`);s(c,a)}}return s(i,Cn.default),n.reduce((o,a)=>o.concat(a))}function Bs(i,e){if(e&1)return 2;let t=e>>1,n=i.status[t];if(n==4)throw new Error(
"Cyclic dependency between fields and/or facets");if(n&2)return n;i.status[t]=4;let r=i.computeSlot(i,i.config.dynamicSlots[t]);return i.status[t]=2|r}function xa(i,e){
return e&1?i.config.staticValues[e>>1]:i.values[e>>1]}var gp=V.define(),tf=V.define({combine:i=>i.some(e=>e),static:!0}),Op=V.define({combine:i=>i.length?i[0]:void 0,
static:!0}),yp=V.define(),vp=V.define(),Tp=V.define(),bp=V.define({combine:i=>i.length?i[0]:!1}),xt=class{constructor(e,t){this.type=e,this.value=t}static define(){
return new nf}},nf=class{of(e){return new xt(this,e)}},rf=class{constructor(e){this.map=e}of(e){return new X(this,e)}},X=class i{constructor(e,t){this.type=e,this.
value=t}map(e){let t=this.type.map(this.value,e);return t===void 0?void 0:t==this.value?this:new i(this.type,t)}is(e){return this.type==e}static define(e={}){return new rf(
e.map||(t=>t))}static mapEffects(e,t){if(!e.length)return e;let n=[];for(let r of e){let s=r.map(t);s&&n.push(s)}return n}};X.reconfigure=X.define();X.appendConfig=
X.define();var We=class i{constructor(e,t,n,r,s,o){this.startState=e,this.changes=t,this.selection=n,this.effects=r,this.annotations=s,this.scrollIntoView=o,this.
_doc=null,this._state=null,n&&mp(n,t.newLength),s.some(a=>a.type==i.time)||(this.annotations=s.concat(i.time.of(Date.now())))}static create(e,t,n,r,s,o){return new i(
e,t,n,r,s,o)}get newDoc(){return this._doc||(this._doc=this.changes.apply(this.startState.doc))}get newSelection(){return this.selection||this.startState.selection.
map(this.changes)}get state(){return this._state||this.startState.applyTransaction(this),this._state}annotation(e){for(let t of this.annotations)if(t.type==e)return t.
value}get docChanged(){return!this.changes.empty}get reconfigured(){return this.startState.config!=this.state.config}isUserEvent(e){let t=this.annotation(i.userEvent);
return!!(t&&(t==e||t.length>e.length&&t.slice(0,e.length)==e&&t[e.length]=="."))}};We.time=xt.define();We.userEvent=xt.define();We.addToHistory=xt.define();We.remote=
xt.define();function YT(i,e){let t=[];for(let n=0,r=0;;){let s,o;if(n<i.length&&(r==e.length||e[r]>=i[n]))s=i[n++],o=i[n++];else if(r<e.length)s=e[r++],o=e[r++];else
return t;!t.length||t[t.length-1]<s?t.push(s,o):t[t.length-1]<o&&(t[t.length-1]=o)}}function Sp(i,e,t){var n;let r,s,o;return t?(r=e.changes,s=mt.empty(e.changes.
length),o=i.changes.compose(e.changes)):(r=e.changes.map(i.changes),s=i.changes.mapDesc(e.changes,!0),o=i.changes.compose(r)),{changes:o,selection:e.selection?e.
selection.map(s):(n=i.selection)===null||n===void 0?void 0:n.map(r),effects:X.mapEffects(i.effects,r).concat(X.mapEffects(e.effects,s)),annotations:i.annotations.
length?i.annotations.concat(e.annotations):e.annotations,scrollIntoView:i.scrollIntoView||e.scrollIntoView}}function sf(i,e,t){let n=e.selection,r=jr(e.annotations);
return e.userEvent&&(r=r.concat(We.userEvent.of(e.userEvent))),{changes:e.changes instanceof mt?e.changes:mt.of(e.changes||[],t,i.facet(Op)),selection:n&&(n instanceof
D?n:D.single(n.anchor,n.head)),effects:jr(e.effects),annotations:r,scrollIntoView:!!e.scrollIntoView}}function xp(i,e,t){let n=sf(i,e.length?e[0]:{},i.doc.length);
e.length&&e[0].filter===!1&&(t=!1);for(let s=1;s<e.length;s++){e[s].filter===!1&&(t=!1);let o=!!e[s].sequential;n=Sp(n,sf(i,e[s],o?n.changes.newLength:i.doc.length),
o)}let r=We.create(i,n.changes,n.selection,n.effects,n.annotations,n.scrollIntoView);return JT(t?zT(r):r)}function zT(i){let e=i.startState,t=!0;for(let r of e.
facet(yp)){let s=r(i);if(s===!1){t=!1;break}Array.isArray(s)&&(t=t===!0?s:YT(t,s))}if(t!==!0){let r,s;if(t===!1)s=i.changes.invertedDesc,r=mt.empty(e.doc.length);else{
let o=i.changes.filter(t);r=o.changes,s=o.filtered.mapDesc(o.changes).invertedDesc}i=We.create(e,r,i.selection&&i.selection.map(s),X.mapEffects(i.effects,s),i.annotations,
i.scrollIntoView)}let n=e.facet(vp);for(let r=n.length-1;r>=0;r--){let s=n[r](i);s instanceof We?i=s:Array.isArray(s)&&s.length==1&&s[0]instanceof We?i=s[0]:i=xp(
e,jr(s),!1)}return i}function JT(i){let e=i.startState,t=e.facet(Tp),n=i;for(let r=t.length-1;r>=0;r--){let s=t[r](i);s&&Object.keys(s).length&&(n=Sp(n,sf(e,s,i.
changes.newLength),!0))}return n==i?i:We.create(e,i.changes,i.selection,n.effects,n.annotations,n.scrollIntoView)}var ZT=[];function jr(i){return i==null?ZT:Array.
isArray(i)?i:[i]}var pt=(function(i){return i[i.Word=0]="Word",i[i.Space=1]="Space",i[i.Other=2]="Other",i})(pt||(pt={})),KT=/[\u00df\u0587\u0590-\u05f4\u0600-\u06ff\u3040-\u309f\u30a0-\u30ff\u3400-\u4db5\u4e00-\u9fcc\uac00-\ud7af]/,
of;try{of=new RegExp("[\\p{Alphabetic}\\p{Number}_]","u")}catch{}function eb(i){if(of)return of.test(i);for(let e=0;e<i.length;e++){let t=i[e];if(/\w/.test(t)||
t>""&&(t.toUpperCase()!=t.toLowerCase()||KT.test(t)))return!0}return!1}function tb(i){return e=>{if(!/\S/.test(e))return pt.Space;if(eb(e))return pt.Word;for(let t=0;t<
i.length;t++)if(e.indexOf(i[t])>-1)return pt.Word;return pt.Other}}var ke=class i{constructor(e,t,n,r,s,o){this.config=e,this.doc=t,this.selection=n,this.values=
r,this.status=e.statusTemplate.slice(),this.computeSlot=s,o&&(o._state=this);for(let a=0;a<this.config.dynamicSlots.length;a++)Bs(this,a<<1);this.computeSlot=null}field(e,t=!0){
let n=this.config.address[e.id];if(n==null){if(t)throw new RangeError("Field is not present in this state");return}return Bs(this,n),xa(this,n)}update(...e){return xp(
this,e,!0)}applyTransaction(e){let t=this.config,{base:n,compartments:r}=t;for(let a of e.effects)a.is(ba.reconfigure)?(t&&(r=new Map,t.compartments.forEach((l,c)=>r.
set(c,l)),t=null),r.set(a.value.compartment,a.value.extension)):a.is(X.reconfigure)?(t=null,n=a.value):a.is(X.appendConfig)&&(t=null,n=jr(n).concat(a.value));let s;
t?s=e.startState.values.slice():(t=Sa.resolve(n,r,this),s=new i(t,this.doc,this.selection,t.dynamicSlots.map(()=>null),(l,c)=>c.reconfigure(l,this),null).values);
let o=e.startState.facet(tf)?e.newSelection:e.newSelection.asSingle();new i(t,e.newDoc,o,s,(a,l)=>l.update(a,e),e)}replaceSelection(e){return typeof e=="string"&&
(e=this.toText(e)),this.changeByRange(t=>({changes:{from:t.from,to:t.to,insert:e},range:D.cursor(t.from+e.length,-1)}))}changeByRange(e){let t=this.selection,n=e(
t.ranges[0]),r=this.changes(n.changes),s=[n.range],o=jr(n.effects);for(let a=1;a<t.ranges.length;a++){let l=e(t.ranges[a]),c=this.changes(l.changes),f=c.map(r);
for(let h=0;h<a;h++)s[h]=s[h].map(f);let u=r.mapDesc(c,!0);s.push(l.range.map(u)),r=r.compose(f),o=X.mapEffects(o,f).concat(X.mapEffects(jr(l.effects),u))}return{
changes:r,selection:D.create(s,t.mainIndex),effects:o}}changes(e=[]){return e instanceof mt?e:mt.of(e,this.doc.length,this.facet(i.lineSeparator))}toText(e){return se.
of(e.split(this.facet(i.lineSeparator)||Jc))}sliceDoc(e=0,t=this.doc.length){return this.doc.sliceString(e,t,this.lineBreak)}facet(e){let t=this.config.address[e.
id];return t==null?e.default:(Bs(this,t),xa(this,t))}toJSON(e){let t={doc:this.sliceDoc(),selection:this.selection.toJSON()};if(e)for(let n in e){let r=e[n];r instanceof
_e&&this.config.address[r.id]!=null&&(t[n]=r.spec.toJSON(this.field(e[n]),this))}return t}static fromJSON(e,t={},n){if(!e||typeof e.doc!="string")throw new RangeError(
"Invalid JSON representation for EditorState");let r=[];if(n){for(let s in n)if(Object.prototype.hasOwnProperty.call(e,s)){let o=n[s],a=e[s];r.push(o.init(l=>o.
spec.fromJSON(a,l)))}}return i.create({doc:e.doc,selection:D.fromJSON(e.selection),extensions:t.extensions?r.concat([t.extensions]):r})}static create(e={}){let t=Sa.
resolve(e.extensions||[],new Map),n=e.doc instanceof se?e.doc:se.of((e.doc||"").split(t.staticFacet(i.lineSeparator)||Jc)),r=e.selection?e.selection instanceof D?
e.selection:D.single(e.selection.anchor,e.selection.head):D.single(0);return mp(r,n.length),t.staticFacet(tf)||(r=r.asSingle()),new i(t,n,r,t.dynamicSlots.map(()=>null),
(s,o)=>o.create(s),null)}get tabSize(){return this.facet(i.tabSize)}get lineBreak(){return this.facet(i.lineSeparator)||`
`}get readOnly(){return this.facet(bp)}phrase(e,...t){for(let n of this.facet(i.phrases))if(Object.prototype.hasOwnProperty.call(n,e)){e=n[e];break}return t.length&&
(e=e.replace(/\$(\$|\d*)/g,(n,r)=>{if(r=="$")return"$";let s=+(r||1);return!s||s>t.length?n:t[s-1]})),e}languageDataAt(e,t,n=-1){let r=[];for(let s of this.facet(
gp))for(let o of s(this,t,n))Object.prototype.hasOwnProperty.call(o,e)&&r.push(o[e]);return r}charCategorizer(e){let t=this.languageDataAt("wordChars",e);return tb(
t.length?t[0]:"")}wordAt(e){let{text:t,from:n,length:r}=this.doc.lineAt(e),s=this.charCategorizer(e),o=e-n,a=e-n;for(;o>0;){let l=ze(t,o,!1);if(s(t.slice(l,o))!=
pt.Word)break;o=l}for(;a<r;){let l=ze(t,a);if(s(t.slice(a,l))!=pt.Word)break;a=l}return o==a?null:D.range(o+n,a+n)}};ke.allowMultipleSelections=tf;ke.tabSize=V.
define({combine:i=>i.length?i[0]:4});ke.lineSeparator=Op;ke.readOnly=bp;ke.phrases=V.define({compare(i,e){let t=Object.keys(i),n=Object.keys(e);return t.length==
n.length&&t.every(r=>i[r]==e[r])}});ke.languageData=gp;ke.changeFilter=yp;ke.transactionFilter=vp;ke.transactionExtender=Tp;ba.reconfigure=X.define();function Ht(i,e,t={}){
let n={};for(let r of i)for(let s of Object.keys(r)){let o=r[s],a=n[s];if(a===void 0)n[s]=o;else if(!(a===o||o===void 0))if(Object.hasOwnProperty.call(t,s))n[s]=
t[s](a,o);else throw new Error("Config merge conflict for field "+s)}for(let r in e)n[r]===void 0&&(n[r]=e[r]);return n}var Wt=class{eq(e){return this==e}range(e,t=e){
return $s.create(e,t,this)}};Wt.prototype.startSide=Wt.prototype.endSide=0;Wt.prototype.point=!1;Wt.prototype.mapMode=it.TrackDel;function df(i,e){return i==e||
i.constructor==e.constructor&&i.eq(e)}var $s=class i{constructor(e,t,n){this.from=e,this.to=t,this.value=n}static create(e,t,n){return new i(e,t,n)}};function af(i,e){
return i.from-e.from||i.value.startSide-e.value.startSide}var lf=class i{constructor(e,t,n,r){this.from=e,this.to=t,this.value=n,this.maxPoint=r}get length(){return Br(
this.to)}findIndex(e,t,n,r=0){let s=n?this.to:this.from;for(let o=r,a=s.length;;){if(o==a)return o;let l=o+a>>1,c=s[l]-e||(n?this.value[l].endSide:this.value[l].
startSide)-t;if(l==o)return c>=0?o:a;c>=0?a=l:o=l+1}}between(e,t,n,r){for(let s=this.findIndex(t,-1e9,!0),o=this.findIndex(n,1e9,!1,s);s<o;s++)if(r(this.from[s]+
e,this.to[s]+e,this.value[s])===!1)return!1}map(e,t,n,r,s){let o=[],a=[],l=[],c=-1,f=-1;e:for(let u=0;u<this.value.length;u++){let h=this.value[u],d=this.from[u]+
e,p=this.to[u]+e,m,O;if(d==p){let v=t.mapPos(d,h.startSide,h.mapMode);if(v==null||(m=O=v,h.startSide!=h.endSide&&(O=t.mapPos(d,h.endSide),O<m)))continue}else if(m=
t.mapPos(d,h.startSide),O=t.mapPos(p,h.endSide),m>O||m==O&&h.startSide>0&&h.endSide<=0)continue;if(!((O-m||h.endSide-h.startSide)<0))if(c<0&&(c=m),h.point&&(f=Math.
max(f,O-m)),(m-n||h.startSide-r)>=0)o.push(h),a.push(m-c),l.push(O-c),n=O,r=h.endSide;else{if(m==O)for(let v=o.length;v>0;v--){if((m-(l[v-1]+c)||h.startSide-o[v-
1].endSide)>=0){o.splice(v,0,h),a.splice(v,0,m-c),l.splice(v,0,O-c);continue e}if((m-(a[v-1]+c)||h.endSide-o[v-1].startSide)>0)break}s(m,O,h)}}return{mapped:o.length?
new i(a,l,o,f):null,pos:c}}},le=class i{constructor(e,t,n,r){this.chunkPos=e,this.chunk=t,this.nextLayer=n,this.maxPoint=r}static create(e,t,n,r){return new i(e,
t,n,r)}get length(){let e=this.chunk.length-1;return e<0?0:Math.max(this.chunkEnd(e),this.nextLayer.length)}get size(){if(this.isEmpty)return 0;let e=this.nextLayer.
size;for(let t of this.chunk)e+=t.value.length;return e}chunkEnd(e){return this.chunkPos[e]+this.chunk[e].length}update(e){let{add:t=[],sort:n=!1,filterFrom:r=0,
filterTo:s=this.length}=e,o=e.filter;if(t.length==0&&!o)return this;if(n&&(t=t.slice().sort(af)),this.isEmpty)return t.length?i.of(t):this;let a=new ka(this,null,
-1).goto(0),l=0,c=[],f=new fi;for(;a.value||l<t.length;)if(l<t.length&&(a.from-t[l].from||a.startSide-t[l].value.startSide)>=0){let u=t[l++];f.addInner(u.from,u.
to,u.value,!1)||c.push(u)}else a.rangeIndex==1&&a.chunkIndex<this.chunk.length&&(l==t.length||this.chunkEnd(a.chunkIndex)<t[l].from)&&(!o||r>this.chunkEnd(a.chunkIndex)||
s<this.chunkPos[a.chunkIndex])&&f.addChunk(this.chunkPos[a.chunkIndex],this.chunk[a.chunkIndex])?a.nextChunk():((!o||r>a.to||s<a.from||o(a.from,a.to,a.value))&&
(f.addInner(a.from,a.to,a.value,!1)||c.push($s.create(a.from,a.to,a.value))),a.next());return f.finishInner(this.nextLayer.isEmpty&&!c.length?i.empty:this.nextLayer.
update({add:c,filter:o,filterFrom:r,filterTo:s}))}map(e){if(e.empty||this.isEmpty)return this;let t=[],n=[],r=-1,s,o=(l,c,f)=>{s||(s=new fi),s.addRange(l,c,f,!1)};
for(let l=0;l<this.chunk.length;l++){let c=this.chunkPos[l],f=this.chunk[l],u=e.touchesRange(c,c+f.length);if(u===!1)r=Math.max(r,f.maxPoint),t.push(f),n.push(e.
mapPos(c));else if(u===!0){let[h,d]=t.length?[Br(n)+Br(t).length,Br(Br(t).value).endSide]:[-1,-1],{mapped:p,pos:m}=f.map(c,e,h,d,o);p&&(r=Math.max(r,p.maxPoint),
t.push(p),n.push(m))}}let a=this.nextLayer.map(e);return s&&(a=s.finishInner(a)),t.length==0?a:new i(n,t,a||i.empty,r)}between(e,t,n){if(!this.isEmpty){for(let r=0;r<
this.chunk.length;r++){let s=this.chunkPos[r],o=this.chunk[r];if(t>=s&&e<=s+o.length&&o.between(s,e-s,t-s,n)===!1)return}this.nextLayer.between(e,t,n)}}iter(e=0){
return js.from([this]).goto(e)}get isEmpty(){return this.nextLayer==this}static iter(e,t=0){return js.from(e).goto(t)}static compare(e,t,n,r,s=-1){let o=e.filter(
u=>u.maxPoint>0||!u.isEmpty&&u.maxPoint>=s),a=t.filter(u=>u.maxPoint>0||!u.isEmpty&&u.maxPoint>=s),l=up(o,a,n),c=new Pn(o,l,s),f=new Pn(a,l,s);n.iterGaps((u,h,d)=>hp(
c,u,f,h,d,r)),n.empty&&n.length==0&&hp(c,0,f,0,0,r)}static eq(e,t,n=0,r){r==null&&(r=999999999);let s=e.filter(f=>!f.isEmpty&&t.indexOf(f)<0),o=t.filter(f=>!f.isEmpty&&
e.indexOf(f)<0);if(s.length!=o.length)return!1;if(!s.length)return!0;let a=up(s,o),l=new Pn(s,a,0).goto(n),c=new Pn(o,a,0).goto(n);for(;;){if(l.to!=c.to||!cf(l.
active,c.active)||l.point&&(!c.point||!df(l.point,c.point)))return!1;if(l.to>r)return!0;l.next(),c.next()}}static spans(e,t,n,r,s=-1){let o=new Pn(e,null,s).goto(
t),a=t,l=o.openStart;for(;;){let c=Math.min(o.to,n);if(o.point){let f=o.activeForPoint(o.to),u=o.pointFrom<t?f.length+1:o.point.startSide<0?f.length:Math.min(f.
length,l);r.point(a,c,o.point,f,u,o.pointRank),l=Math.min(o.openEnd(c),f.length)}else c>a&&(r.span(a,c,o.active,l),l=o.openEnd(c));if(o.to>n)return l+(o.point&&
o.to>n?1:0);a=o.to,o.next()}}static of(e,t=!1){let n=new fi;for(let r of e instanceof $s?[e]:t?ib(e):e)n.add(r.from,r.to,r.value);return n.finish()}static join(e){
if(!e.length)return i.empty;let t=Br(e);for(let n=e.length-2;n>=0;n--)for(let r=e[n];r!=i.empty;r=r.nextLayer)t=new i(r.chunkPos,r.chunk,t,Math.max(r.maxPoint,t.
maxPoint));return t}};le.empty=new le([],[],null,-1);function Br(i){return i[i.length-1]}function ib(i){if(i.length>1)for(let e=i[0],t=1;t<i.length;t++){let n=i[t];
if(af(e,n)>0)return i.slice().sort(af);e=n}return i}le.empty.nextLayer=le.empty;var fi=class i{finishChunk(e){this.chunks.push(new lf(this.from,this.to,this.value,
this.maxPoint)),this.chunkPos.push(this.chunkStart),this.chunkStart=-1,this.setMaxPoint=Math.max(this.setMaxPoint,this.maxPoint),this.maxPoint=-1,e&&(this.from=
[],this.to=[],this.value=[])}constructor(){this.chunks=[],this.chunkPos=[],this.chunkStart=-1,this.last=null,this.lastFrom=-1e9,this.lastTo=-1e9,this.from=[],this.
to=[],this.value=[],this.maxPoint=-1,this.setMaxPoint=-1,this.nextLayer=null}add(e,t,n){this.addRange(e,t,n,!0)}addRange(e,t,n,r){this.addInner(e,t,n,r)||(this.
nextLayer||(this.nextLayer=new i)).addRange(e,t,n,r)}addInner(e,t,n,r){let s=e-this.lastTo||n.startSide-this.last.endSide;if(r&&s<=0&&(e-this.lastFrom||n.startSide-
this.last.startSide)<0)throw new Error("Ranges must be added sorted by `from` position and `startSide`");return s<0?!1:(this.from.length==250&&this.finishChunk(
!0),this.chunkStart<0&&(this.chunkStart=e),this.from.push(e-this.chunkStart),this.to.push(t-this.chunkStart),this.last=n,this.lastFrom=e,this.lastTo=t,this.value.
push(n),n.point&&(this.maxPoint=Math.max(this.maxPoint,t-e)),!0)}addChunk(e,t){if((e-this.lastTo||t.value[0].startSide-this.last.endSide)<0)return!1;this.from.length&&
this.finishChunk(!0),this.setMaxPoint=Math.max(this.setMaxPoint,t.maxPoint),this.chunks.push(t),this.chunkPos.push(e);let n=t.value.length-1;return this.last=t.
value[n],this.lastFrom=t.from[n]+e,this.lastTo=t.to[n]+e,!0}finish(){return this.finishInner(le.empty)}finishInner(e){if(this.from.length&&this.finishChunk(!1),
this.chunks.length==0)return e;let t=le.create(this.chunkPos,this.chunks,this.nextLayer?this.nextLayer.finishInner(e):e,this.setMaxPoint);return this.from=null,
t}};function up(i,e,t){let n=new Map;for(let s of i)for(let o=0;o<s.chunk.length;o++)s.chunk[o].maxPoint<=0&&n.set(s.chunk[o],s.chunkPos[o]);let r=new Set;for(let s of e)
for(let o=0;o<s.chunk.length;o++){let a=n.get(s.chunk[o]);a!=null&&(t?t.mapPos(a):a)==s.chunkPos[o]&&!t?.touchesRange(a,a+s.chunk[o].length)&&r.add(s.chunk[o])}
return r}var ka=class{constructor(e,t,n,r=0){this.layer=e,this.skip=t,this.minPoint=n,this.rank=r}get startSide(){return this.value?this.value.startSide:0}get endSide(){
return this.value?this.value.endSide:0}goto(e,t=-1e9){return this.chunkIndex=this.rangeIndex=0,this.gotoInner(e,t,!1),this}gotoInner(e,t,n){for(;this.chunkIndex<
this.layer.chunk.length;){let r=this.layer.chunk[this.chunkIndex];if(!(this.skip&&this.skip.has(r)||this.layer.chunkEnd(this.chunkIndex)<e||r.maxPoint<this.minPoint))
break;this.chunkIndex++,n=!1}if(this.chunkIndex<this.layer.chunk.length){let r=this.layer.chunk[this.chunkIndex].findIndex(e-this.layer.chunkPos[this.chunkIndex],
t,!0);(!n||this.rangeIndex<r)&&this.setRangeIndex(r)}this.next()}forward(e,t){(this.to-e||this.endSide-t)<0&&this.gotoInner(e,t,!0)}next(){for(;;)if(this.chunkIndex==
this.layer.chunk.length){this.from=this.to=1e9,this.value=null;break}else{let e=this.layer.chunkPos[this.chunkIndex],t=this.layer.chunk[this.chunkIndex],n=e+t.from[this.
rangeIndex];if(this.from=n,this.to=e+t.to[this.rangeIndex],this.value=t.value[this.rangeIndex],this.setRangeIndex(this.rangeIndex+1),this.minPoint<0||this.value.
point&&this.to-this.from>=this.minPoint)break}}setRangeIndex(e){if(e==this.layer.chunk[this.chunkIndex].value.length){if(this.chunkIndex++,this.skip)for(;this.chunkIndex<
this.layer.chunk.length&&this.skip.has(this.layer.chunk[this.chunkIndex]);)this.chunkIndex++;this.rangeIndex=0}else this.rangeIndex=e}nextChunk(){this.chunkIndex++,
this.rangeIndex=0,this.next()}compare(e){return this.from-e.from||this.startSide-e.startSide||this.rank-e.rank||this.to-e.to||this.endSide-e.endSide}},js=class i{constructor(e){
this.heap=e}static from(e,t=null,n=-1){let r=[];for(let s=0;s<e.length;s++)for(let o=e[s];!o.isEmpty;o=o.nextLayer)o.maxPoint>=n&&r.push(new ka(o,t,n,s));return r.
length==1?r[0]:new i(r)}get startSide(){return this.value?this.value.startSide:0}goto(e,t=-1e9){for(let n of this.heap)n.goto(e,t);for(let n=this.heap.length>>1;n>=
0;n--)Yc(this.heap,n);return this.next(),this}forward(e,t){for(let n of this.heap)n.forward(e,t);for(let n=this.heap.length>>1;n>=0;n--)Yc(this.heap,n);(this.to-
e||this.value.endSide-t)<0&&this.next()}next(){if(this.heap.length==0)this.from=this.to=1e9,this.value=null,this.rank=-1;else{let e=this.heap[0];this.from=e.from,
this.to=e.to,this.value=e.value,this.rank=e.rank,e.value&&e.next(),Yc(this.heap,0)}}};function Yc(i,e){for(let t=i[e];;){let n=(e<<1)+1;if(n>=i.length)break;let r=i[n];
if(n+1<i.length&&r.compare(i[n+1])>=0&&(r=i[n+1],n++),t.compare(r)<0)break;i[n]=t,i[e]=r,e=n}}var Pn=class{constructor(e,t,n){this.minPoint=n,this.active=[],this.
activeTo=[],this.activeRank=[],this.minActive=-1,this.point=null,this.pointFrom=0,this.pointRank=0,this.to=-1e9,this.endSide=0,this.openStart=-1,this.cursor=js.
from(e,t,n)}goto(e,t=-1e9){return this.cursor.goto(e,t),this.active.length=this.activeTo.length=this.activeRank.length=0,this.minActive=-1,this.to=e,this.endSide=
t,this.openStart=-1,this.next(),this}forward(e,t){for(;this.minActive>-1&&(this.activeTo[this.minActive]-e||this.active[this.minActive].endSide-t)<0;)this.removeActive(
this.minActive);this.cursor.forward(e,t)}removeActive(e){ma(this.active,e),ma(this.activeTo,e),ma(this.activeRank,e),this.minActive=dp(this.active,this.activeTo)}addActive(e){
let t=0,{value:n,to:r,rank:s}=this.cursor;for(;t<this.activeRank.length&&(s-this.activeRank[t]||r-this.activeTo[t])>0;)t++;ga(this.active,t,n),ga(this.activeTo,
t,r),ga(this.activeRank,t,s),e&&ga(e,t,this.cursor.from),this.minActive=dp(this.active,this.activeTo)}next(){let e=this.to,t=this.point;this.point=null;let n=this.
openStart<0?[]:null;for(;;){let r=this.minActive;if(r>-1&&(this.activeTo[r]-this.cursor.from||this.active[r].endSide-this.cursor.startSide)<0){if(this.activeTo[r]>
e){this.to=this.activeTo[r],this.endSide=this.active[r].endSide;break}this.removeActive(r),n&&ma(n,r)}else if(this.cursor.value)if(this.cursor.from>e){this.to=this.
cursor.from,this.endSide=this.cursor.startSide;break}else{let s=this.cursor.value;if(!s.point)this.addActive(n),this.cursor.next();else if(t&&this.cursor.to==this.
to&&this.cursor.from<this.cursor.to)this.cursor.next();else{this.point=s,this.pointFrom=this.cursor.from,this.pointRank=this.cursor.rank,this.to=this.cursor.to,
this.endSide=s.endSide,this.cursor.next(),this.forward(this.to,this.endSide);break}}else{this.to=this.endSide=1e9;break}}if(n){this.openStart=0;for(let r=n.length-
1;r>=0&&n[r]<e;r--)this.openStart++}}activeForPoint(e){if(!this.active.length)return this.active;let t=[];for(let n=this.active.length-1;n>=0&&!(this.activeRank[n]<
this.pointRank);n--)(this.activeTo[n]>e||this.activeTo[n]==e&&this.active[n].endSide>=this.point.endSide)&&t.push(this.active[n]);return t.reverse()}openEnd(e){
let t=0;for(let n=this.activeTo.length-1;n>=0&&this.activeTo[n]>e;n--)t++;return t}};function hp(i,e,t,n,r,s){i.goto(e),t.goto(n);let o=n+r,a=n,l=n-e,c=!!s.boundChange;
for(let f=!1;;){let u=i.to+l-t.to,h=u||i.endSide-t.endSide,d=h<0?i.to+l:t.to,p=Math.min(d,o);if(i.point||t.point?(i.point&&t.point&&df(i.point,t.point)&&cf(i.activeForPoint(
i.to),t.activeForPoint(t.to))||s.comparePoint(a,p,i.point,t.point),f=!1):(f&&(s.boundChange(a),f=!1),p>a&&!cf(i.active,t.active)&&s.compareRange(a,p,i.active,t.
active),c&&p<o&&(u||i.openEnd(d)!=t.openEnd(d))&&(f=!0)),d>o)break;a=d,h<=0&&i.next(),h>=0&&t.next()}}function cf(i,e){if(i.length!=e.length)return!1;for(let t=0;t<
i.length;t++)if(i[t]!=e[t]&&!df(i[t],e[t]))return!1;return!0}function ma(i,e){for(let t=e,n=i.length-1;t<n;t++)i[t]=i[t+1];i.pop()}function ga(i,e,t){for(let n=i.
length-1;n>=e;n--)i[n+1]=i[n];i[e]=t}function dp(i,e){let t=-1,n=1e9;for(let r=0;r<e.length;r++)(e[r]-n||i[r].endSide-i[t].endSide)<0&&(t=r,n=e[r]);return t}function _n(i,e,t=i.
length){let n=0;for(let r=0;r<t&&r<i.length;)i.charCodeAt(r)==9?(n+=e-n%e,r++):(n++,r=ze(i,r));return n}function kp(i,e,t,n){for(let r=0,s=0;;){if(s>=e)return r;
if(r==i.length)break;s+=i.charCodeAt(r)==9?t-s%t:1,r=ze(i,r)}return n===!0?-1:i.length}var Ep=typeof Symbol>"u"?"__ͼ":Symbol.for("ͼ"),pf=typeof Symbol>"u"?"__styleSet"+Math.floor(Math.random()*1e8):Symbol("styleSet"),wp=typeof globalThis<"u"?globalThis:
typeof window<"u"?window:{},Xt=class{constructor(e,t){this.rules=[];let{finish:n}=t||{};function r(s,o,a,l){let c=[],f=/^@(\w+)\b/.exec(s[0]),u=f&&f[1]=="keyfra\
mes";if(f&&o==null)return a.push(s[0]+";");for(let h in o){let d=o[h];if(/&/.test(h))r(h.split(/,\s*/).map(p=>s.map(m=>p.replace(/&/,m))).reduce((p,m)=>p.concat(
m)),d,a);else if(d&&typeof d=="object"){if(!f)throw new RangeError("The value of a property ("+h+") should be a primitive value.");r(Np(h),d,c,u)}else d!=null&&
(/^--/.test(h)||(h=h.replace(/_.*/,"").replace(/[A-Z]/g,p=>"-"+p.toLowerCase())),c.push(h+": "+d+";"))}(c.length||u)&&a.push((n&&!f&&!l?s.map(n):s).join(", ")+"\
 {"+c.join(" ")+"}")}for(let s in e)r(Np(s),e[s],this.rules)}getRules(){return this.rules.join(`
`)}static newName(){let e=wp[Ep]||1;return wp[Ep]=e+1,"ͼ"+e.toString(36)}static mount(e,t,n){let r=e[pf],s=n&&n.nonce;r?s&&r.setNonce(s):r=new mf(e,s),r.mount(
Array.isArray(t)?t:[t],e)}};function Np(i){if(/^@/.test(i))return[i];let e=[],t=0,n=null,r=0,s=0;for(let o=0;o<i.length;o++){let a=i[o];a=="\\"?o++:a=='"'||a=="\
'"?a==n?n=!1:n||(n=a):(a=="["||a=="(")&&!n?t++:(a=="]"||a==")")&&!n?t--:a==","&&!t&&!n&&(e.push(i.slice(s,r)),s=o+1),/\S/.test(a)?r=o+1:o==s&&s++}return e.push(
i.slice(s,r)),e}var Ap=new Map,mf=class{constructor(e,t){let n=e.ownerDocument||e,r=n.defaultView;if(!e.head&&e.adoptedStyleSheets&&r.CSSStyleSheet){let s=Ap.get(
n);if(s)return e[pf]=s;this.sheet=new r.CSSStyleSheet,Ap.set(n,this)}else this.styleTag=n.createElement("style"),t&&this.styleTag.setAttribute("nonce",t);this.modules=
[],e[pf]=this}mount(e,t){let n=this.sheet,r=0,s=0,o=!1;for(let a=0;a<e.length;a++){let l=e[a],c=this.modules.indexOf(l);if(c<s&&c>-1&&(this.modules.splice(c,1),
o=!0,s--,c=-1),c==-1){if(this.modules.splice(s++,0,l),o=!0,n)for(let f=0;f<l.rules.length;f++)n.insertRule(l.rules[f],r++)}else{for(;s<c;)r+=this.modules[s++].rules.
length;r+=l.rules.length,s++}}if(n)t.adoptedStyleSheets.indexOf(this.sheet)<0&&(t.adoptedStyleSheets=[this.sheet,...t.adoptedStyleSheets]);else{if(o){let l="";for(let c=0;c<
this.modules.length;c++)l+=this.modules[c].getRules()+`
`;this.styleTag.textContent=l}let a=t.head||t;this.styleTag.parentNode!=a&&a.insertBefore(this.styleTag,a.firstChild)}}setNonce(e){this.styleTag&&this.styleTag.
getAttribute("nonce")!=e&&this.styleTag.setAttribute("nonce",e)}};var $i={8:"Backspace",9:"Tab",10:"Enter",12:"NumLock",13:"Enter",16:"Shift",17:"Control",18:"Alt",20:"CapsLock",27:"Escape",32:" ",33:"PageUp",34:"PageDown",35:"\
End",36:"Home",37:"ArrowLeft",38:"ArrowUp",39:"ArrowRight",40:"ArrowDown",44:"PrintScreen",45:"Insert",46:"Delete",59:";",61:"=",91:"Meta",92:"Meta",106:"*",107:"\
+",108:",",109:"-",110:".",111:"/",144:"NumLock",145:"ScrollLock",160:"Shift",161:"Shift",162:"Control",163:"Control",164:"Alt",165:"Alt",173:"-",186:";",187:"=",
188:",",189:"-",190:".",191:"/",192:"`",219:"[",220:"\\",221:"]",222:"'"},Gr={48:")",49:"!",50:"@",51:"#",52:"$",53:"%",54:"^",55:"&",56:"*",57:"(",59:":",61:"+",
173:"_",186:":",187:"+",188:"<",189:"_",190:">",191:"?",192:"~",219:"{",220:"|",221:"}",222:'"'},nb=typeof navigator<"u"&&/Mac/.test(navigator.platform),rb=typeof navigator<
"u"&&/MSIE \d|Trident\/(?:[7-9]|\d{2,})\..*rv:(\d+)/.exec(navigator.userAgent);for($e=0;$e<10;$e++)$i[48+$e]=$i[96+$e]=String($e);var $e;for($e=1;$e<=24;$e++)$i[$e+
111]="F"+$e;var $e;for($e=65;$e<=90;$e++)$i[$e]=String.fromCharCode($e+32),Gr[$e]=String.fromCharCode($e);var $e;for(Ea in $i)Gr.hasOwnProperty(Ea)||(Gr[Ea]=$i[Ea]);
var Ea;function Ip(i){var e=nb&&i.metaKey&&i.shiftKey&&!i.ctrlKey&&!i.altKey||rb&&i.shiftKey&&i.key&&i.key.length==1||i.key=="Unidentified",t=!e&&i.key||(i.shiftKey?
Gr:$i)[i.keyCode]||i.key||"Unidentified";return t=="Esc"&&(t="Escape"),t=="Del"&&(t="Delete"),t=="Left"&&(t="ArrowLeft"),t=="Up"&&(t="ArrowUp"),t=="Right"&&(t="\
ArrowRight"),t=="Down"&&(t="ArrowDown"),t}function Qt(){var i=arguments[0];typeof i=="string"&&(i=document.createElement(i));var e=1,t=arguments[1];if(t&&typeof t=="object"&&t.nodeType==null&&!Array.isArray(
t)){for(var n in t)if(Object.prototype.hasOwnProperty.call(t,n)){var r=t[n];typeof r=="string"?i.setAttribute(n,r):r!=null&&(i[n]=r)}e++}for(;e<arguments.length;e++)
Dp(i,arguments[e]);return i}function Dp(i,e){if(typeof e=="string")i.appendChild(document.createTextNode(e));else if(e!=null)if(e.nodeType!=null)i.appendChild(e);else if(Array.
isArray(e))for(var t=0;t<e.length;t++)Dp(i,e[t]);else throw new RangeError("Unsupported child node: "+e)}var gt=typeof navigator<"u"?navigator:{userAgent:"",vendor:"",platform:""},kf=typeof document<"u"?document:{documentElement:{style:{}}},Ef=/Edge\/(\d+)/.exec(gt.
userAgent),um=/MSIE \d/.test(gt.userAgent),wf=/Trident\/(?:[7-9]|\d{2,})\..*rv:(\d+)/.exec(gt.userAgent),il=!!(um||wf||Ef),Rp=!il&&/gecko\/(\d+)/i.test(gt.userAgent),
gf=!il&&/Chrome\/(\d+)/.exec(gt.userAgent),Cp="webkitFontSmoothing"in kf.documentElement.style,Nf=!il&&/Apple Computer/.test(gt.vendor),Pp=Nf&&(/Mobile\/\w+/.test(
gt.userAgent)||gt.maxTouchPoints>2),F={mac:Pp||/Mac/.test(gt.platform),windows:/Win/.test(gt.platform),linux:/Linux|X11/.test(gt.platform),ie:il,ie_version:um?kf.
documentMode||6:wf?+wf[1]:Ef?+Ef[1]:0,gecko:Rp,gecko_version:Rp?+(/Firefox\/(\d+)/.exec(gt.userAgent)||[0,0])[1]:0,chrome:!!gf,chrome_version:gf?+gf[1]:0,ios:Pp,
android:/Android\b/.test(gt.userAgent),webkit:Cp,webkit_version:Cp?+(/\bAppleWebKit\/(\d+)/.exec(gt.userAgent)||[0,0])[1]:0,safari:Nf,safari_version:Nf?+(/\bVersion\/(\d+(\.\d+)?)/.
exec(gt.userAgent)||[0,0])[1]:0,tabSize:kf.documentElement.style.tabSize!=null?"tab-size":"-moz-tab-size"};function Ou(i,e){for(let t in i)t=="class"&&e.class?e.
class+=" "+i.class:t=="style"&&e.style?e.style+=";"+i.style:e[t]=i[t];return e}var Qa=Object.create(null);function yu(i,e,t){if(i==e)return!0;i||(i=Qa),e||(e=Qa);
let n=Object.keys(i),r=Object.keys(e);if(n.length-0!=r.length-0)return!1;for(let s of n)if(s!=t&&(r.indexOf(s)==-1||i[s]!==e[s]))return!1;return!0}function sb(i,e){
for(let t=i.attributes.length-1;t>=0;t--){let n=i.attributes[t].name;e[n]==null&&i.removeAttribute(n)}for(let t in e){let n=e[t];t=="style"?i.style.cssText=n:i.
getAttribute(t)!=n&&i.setAttribute(t,n)}}function Mp(i,e,t){let n=!1;if(e)for(let r in e)t&&r in t||(n=!0,r=="style"?i.style.cssText="":i.removeAttribute(r));if(t)
for(let r in t)e&&e[r]==t[r]||(n=!0,r=="style"?i.style.cssText=t[r]:i.setAttribute(r,t[r]));return n}function ob(i){let e=Object.create(null);for(let t=0;t<i.attributes.
length;t++){let n=i.attributes[t];e[n.name]=n.value}return e}var Zt=class{eq(e){return!1}updateDOM(e,t,n){return!1}compare(e){return this==e||this.constructor==
e.constructor&&this.eq(e)}get estimatedHeight(){return-1}get lineBreaks(){return 0}ignoreEvent(e){return!0}coordsAt(e,t,n){return null}get isHidden(){return!1}get editable(){
return!1}destroy(e){}},nt=(function(i){return i[i.Text=0]="Text",i[i.WidgetBefore=1]="WidgetBefore",i[i.WidgetAfter=2]="WidgetAfter",i[i.WidgetRange=3]="WidgetR\
ange",i})(nt||(nt={})),re=class extends Wt{constructor(e,t,n,r){super(),this.startSide=e,this.endSide=t,this.widget=n,this.spec=r}get heightRelevant(){return!1}static mark(e){
return new to(e)}static widget(e){let t=Math.max(-1e4,Math.min(1e4,e.side||0)),n=!!e.block;return t+=n&&!e.inlineOrder?t>0?3e8:-4e8:t>0?1e8:-1e8,new Bn(e,t,t,n,
e.widget||null,!1)}static replace(e){let t=!!e.block,n,r;if(e.isBlockGap)n=-5e8,r=4e8;else{let{start:s,end:o}=hm(e,t);n=(s?t?-3e8:-1:5e8)-1,r=(o?t?2e8:1:-6e8)+1}
return new Bn(e,n,r,t,e.widget||null,!0)}static line(e){return new io(e)}static set(e,t=!1){return le.of(e,t)}hasHeight(){return this.widget?this.widget.estimatedHeight>
-1:!1}};re.none=le.empty;var to=class i extends re{constructor(e){let{start:t,end:n}=hm(e);super(t?-1:5e8,n?1:-6e8,null,e),this.tagName=e.tagName||"span",this.attrs=
e.class&&e.attributes?Ou(e.attributes,{class:e.class}):e.class?{class:e.class}:e.attributes||Qa}eq(e){return this==e||e instanceof i&&this.tagName==e.tagName&&yu(
this.attrs,e.attrs)}range(e,t=e){if(e>=t)throw new RangeError("Mark decorations may not be empty");return super.range(e,t)}};to.prototype.point=!1;var io=class i extends re{constructor(e){
super(-2e8,-2e8,null,e)}eq(e){return e instanceof i&&this.spec.class==e.spec.class&&yu(this.spec.attributes,e.spec.attributes)}range(e,t=e){if(t!=e)throw new RangeError(
"Line decoration ranges must be zero-length");return super.range(e,t)}};io.prototype.mapMode=it.TrackBefore;io.prototype.point=!0;var Bn=class i extends re{constructor(e,t,n,r,s,o){
super(t,n,s,e),this.block=r,this.isReplace=o,this.mapMode=r?t<=0?it.TrackBefore:it.TrackAfter:it.TrackDel}get type(){return this.startSide!=this.endSide?nt.WidgetRange:
this.startSide<=0?nt.WidgetBefore:nt.WidgetAfter}get heightRelevant(){return this.block||!!this.widget&&(this.widget.estimatedHeight>=5||this.widget.lineBreaks>
0)}eq(e){return e instanceof i&&ab(this.widget,e.widget)&&this.block==e.block&&this.startSide==e.startSide&&this.endSide==e.endSide}range(e,t=e){if(this.isReplace&&
(e>t||e==t&&this.startSide>0&&this.endSide<=0))throw new RangeError("Invalid range for replacement decoration");if(!this.isReplace&&t!=e)throw new RangeError("W\
idget decorations can only have zero-length ranges");return super.range(e,t)}};Bn.prototype.point=!0;function hm(i,e=!1){let{inclusiveStart:t,inclusiveEnd:n}=i;
return t==null&&(t=i.inclusive),n==null&&(n=i.inclusive),{start:t??e,end:n??e}}function ab(i,e){return i==e||!!(i&&e&&i.compare(e))}function Jr(i,e,t,n=0){let r=t.
length-1;r>=0&&t[r]+n>=i?t[r]=Math.max(t[r],e):t.push(i,e)}var Va=class i extends Wt{constructor(e,t,n){super(),this.tagName=e,this.attributes=t,this.rank=n}eq(e){
return e==this||e instanceof i&&this.tagName==e.tagName&&yu(this.attributes,e.attributes)}static create(e){return new i(e.tagName,e.attributes||Qa,e.rank==null?
50:Math.max(0,Math.min(e.rank,100)))}static set(e,t=!1){return le.of(e,t)}};Va.prototype.startSide=Va.prototype.endSide=-1;var Ze=i=>i.nodeType==1,Kr=i=>i.nodeType==
3;function no(i){let e;return i.nodeType==11?e=i.getSelection?i:i.ownerDocument:e=i,e.getSelection()}function Af(i,e){return e?i==e||i.contains(e.nodeType!=1?e.
parentNode:e):!1}function Ws(i,e){if(!e.anchorNode)return!1;try{return Af(i,e.anchorNode)}catch{return!1}}function La(i){return Kr(i)?ro(i,0,i.nodeValue.length).
getClientRects():Ze(i)?i.getClientRects():[]}function Hs(i,e,t,n){return t?Lp(i,e,t,n,-1)||Lp(i,e,t,n,1):!1}function en(i){for(var e=0;;e++)if(i=i.previousSibling,
!i)return e}function Ba(i){return Ze(i)&&/^(DIV|P|LI|UL|OL|BLOCKQUOTE|DD|DT|H\d|SECTION|PRE)$/.test(i.nodeName)}function Lp(i,e,t,n,r){for(;;){if(i==t&&e==n)return!0;
if(e==(r<0?0:Gi(i))){if(i.nodeName=="DIV")return!1;let s=i.parentNode;if(!s||!Ze(s))return!1;e=en(i)+(r<0?0:1),i=s}else if(Ze(i)){if(i=i.childNodes[e+(r<0?-1:0)],
Ze(i)&&(i.nodeName=="IMG"||i.nodeName=="BR"||i.contentEditable=="false"))return!1;e=r<0?Gi(i):0}else return!1}}function Gi(i){return Kr(i)?i.nodeValue.length:i.
childNodes.length}function Ua(i,e){let{left:t,right:n}=i;if(t==n)return i;let r=e?t:n;return{left:r,right:r,top:i.top,bottom:i.bottom}}function lb(i){let e=i.visualViewport;
return e?{left:0,right:e.width,top:0,bottom:e.height}:{left:0,right:i.innerWidth,top:0,bottom:i.innerHeight}}function dm(i,e){let t=e.width/i.offsetWidth,n=e.height/
i.offsetHeight;return(t>.995&&t<1.005||!isFinite(t)||Math.abs(e.width-i.offsetWidth)<1)&&(t=1),(n>.995&&n<1.005||!isFinite(n)||Math.abs(e.height-i.offsetHeight)<
1)&&(n=1),{scaleX:t,scaleY:n}}function cb(i,e,t,n,r,s,o,a){let l=i.ownerDocument,c=l.defaultView||window;for(let f=i,u=!1;f&&!u;)if(Ze(f)){let h,d=f==l.body,p=1,
m=1,O=!0,v=!0;if(d)h=lb(c);else{let A=getComputedStyle(f);if(/^(fixed|sticky)$/.test(A.position)&&(u=!0),(f.scrollHeight<=f.clientHeight||!/auto|scroll/.test(A.
overflowY))&&(v=!1),(f.scrollWidth<=f.clientWidth||!/auto|scroll/.test(A.overflowX))&&(O=!1),!O&&!v){f=f.assignedSlot||f.parentNode;continue}let b=f.getBoundingClientRect();
({scaleX:p,scaleY:m}=dm(f,b)),h={left:b.left,right:b.left+f.clientWidth*p,top:b.top,bottom:b.top+f.clientHeight*m}}let k=0,y=0;if(v)if(r=="nearest")e.top<h.top+
o?(y=e.top-(h.top+o),t>0&&e.bottom>h.bottom+y&&(y=e.bottom-h.bottom+o)):e.bottom>h.bottom-o&&(y=e.bottom-h.bottom+o,t<0&&e.top-y<h.top&&(y=e.top-(h.top+o)));else{
let A=e.bottom-e.top,b=h.bottom-h.top;y=(r=="center"&&A<=b?e.top+A/2-b/2:r=="start"||r=="center"&&t<0?e.top-o:e.bottom-b+o)-h.top}if(O&&(n=="nearest"?e.left<h.left+
s?(k=e.left-(h.left+s),t>0&&e.right>h.right+k&&(k=e.right-h.right+s)):e.right>h.right-s&&(k=e.right-h.right+s,t<0&&e.left<h.left+k&&(k=e.left-(h.left+s))):k=(n==
"center"?e.left+(e.right-e.left)/2-(h.right-h.left)/2:n=="start"==a?e.left-s:e.right-(h.right-h.left)+s)-h.left),k||y)if(d)c.scrollBy(k,y);else{let A=0,b=0;if(y){
let N=f.scrollTop;f.scrollTop+=y/m,b=(f.scrollTop-N)*m}if(k){let N=f.scrollLeft;f.scrollLeft+=k/p,A=(f.scrollLeft-N)*p}e={left:e.left-A,top:e.top-b,right:e.right-
A,bottom:e.bottom-b},A&&Math.abs(A-k)<1&&(n="nearest"),b&&Math.abs(b-y)<1&&(r="nearest")}if(d)break;(e.top<h.top||e.bottom>h.bottom||e.left<h.left||e.right>h.right)&&
(e={left:Math.max(e.left,h.left),right:Math.min(e.right,h.right),top:Math.max(e.top,h.top),bottom:Math.min(e.bottom,h.bottom)}),f=f.assignedSlot||f.parentNode}else if(f.
nodeType==11)f=f.host;else break}function pm(i,e=!0){let t=i.ownerDocument,n=null,r=null;for(let s=i.parentNode;s&&!(s==t.body||(!e||n)&&r);)if(Ze(s))!r&&s.scrollHeight>
s.clientHeight&&/scroll|auto/.test(getComputedStyle(s).overflowY)&&(r=s),e&&!n&&s.scrollWidth>s.clientWidth&&/scroll|auto/.test(getComputedStyle(s).overflowX)&&
(n=s),s=s.assignedSlot||s.parentNode;else if(s.nodeType==11)s=s.host;else break;return{x:n,y:r}}var If=class{constructor(){this.anchorNode=null,this.anchorOffset=
0,this.focusNode=null,this.focusOffset=0}eq(e){return this.anchorNode==e.anchorNode&&this.anchorOffset==e.anchorOffset&&this.focusNode==e.focusNode&&this.focusOffset==
e.focusOffset}setRange(e){let{anchorNode:t,focusNode:n}=e;this.set(t,Math.min(e.anchorOffset,t?Gi(t):0),n,Math.min(e.focusOffset,n?Gi(n):0))}set(e,t,n,r){this.anchorNode=
e,this.anchorOffset=t,this.focusNode=n,this.focusOffset=r}};function mm(i){let e=[];for(let t=i;t;t=t.nodeType==11?t.host:t.parentNode)Ze(t)&&e.push({node:t,left:t.
scrollLeft,top:t.scrollTop});return e}function gm(i,e=!0){for(let{node:t,left:n,top:r}of i)e&&t.scrollTop!=r&&(t.scrollTop=r),t.scrollLeft!=n&&(t.scrollLeft=n)}
var Fn=null;F.safari&&F.safari_version>=26&&(Fn=!1);function Om(i){if(i.setActive)return i.setActive();if(Fn)return i.focus(Fn);let e=mm(i);i.focus(Fn==null?{get preventScroll(){
return Fn={preventScroll:!0},!0}}:void 0),Fn||(Fn=!1,gm(e))}var _p;function ro(i,e,t=e){let n=_p||(_p=document.createRange());return n.setEnd(i,t),n.setStart(i,
e),n}function Zr(i,e,t,n){let r={key:e,code:e,keyCode:t,which:t,cancelable:!0};n&&({altKey:r.altKey,ctrlKey:r.ctrlKey,shiftKey:r.shiftKey,metaKey:r.metaKey}=n);
let s=new KeyboardEvent("keydown",r);s.synthetic=!0,i.dispatchEvent(s);let o=new KeyboardEvent("keyup",r);return o.synthetic=!0,i.dispatchEvent(o),s.defaultPrevented||
o.defaultPrevented}function fb(i){for(;i;){if(i&&(i.nodeType==9||i.nodeType==11&&i.host))return i;i=i.assignedSlot||i.parentNode}return null}function ub(i,e){let t=e.
focusNode,n=e.focusOffset;if(!t||e.anchorNode!=t||e.anchorOffset!=n)return!1;for(n=Math.min(n,Gi(t));;)if(n){if(!Ze(t))return!1;let r=t.childNodes[n-1];r.contentEditable==
"false"?n--:(t=r,n=Gi(t))}else{if(t==i)return!0;n=en(t),t=t.parentNode}}function ym(i){return i instanceof Window?i.pageYOffset>Math.max(0,i.document.documentElement.
scrollHeight-i.innerHeight-4):i.scrollTop>Math.max(1,i.scrollHeight-i.clientHeight-4)}function vm(i,e){for(let t=i,n=e;;){if(Kr(t)&&n>0)return{node:t,offset:n};
if(Ze(t)&&n>0){if(t.contentEditable=="false")return null;t=t.childNodes[n-1],n=Gi(t)}else if(t.parentNode&&!Ba(t))n=en(t),t=t.parentNode;else return null}}function Tm(i,e){
for(let t=i,n=e;;){if(Kr(t)&&n<t.nodeValue.length)return{node:t,offset:n};if(Ze(t)&&n<t.childNodes.length){if(t.contentEditable=="false")return null;t=t.childNodes[n],
n=0}else if(t.parentNode&&!Ba(t))n=en(t)+1,t=t.parentNode;else return null}}var Di=class i{constructor(e,t,n=!0){this.node=e,this.offset=t,this.precise=n}static before(e,t){
return new i(e.parentNode,en(e),t)}static after(e,t){return new i(e.parentNode,en(e)+1,t)}},de=(function(i){return i[i.LTR=0]="LTR",i[i.RTL=1]="RTL",i})(de||(de=
{})),es=de.LTR,vu=de.RTL;function bm(i){let e=[];for(let t=0;t<i.length;t++)e.push(1<<+i[t]);return e}var hb=bm("88888888888888888888888888888888888666888888787\
8333333333378888880000000000000000000000000088888800000000000000000000000000888888888888888888888888888888888888878666688880888886633808883088888000000000000000\
00000000800000000000000000000000000000008"),db=bm("4444448826627288999999999992222222222222222222222222222222222222222222222229999999999999999999994444444444644\
222822222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222222999999949999999229989999223333333333"),Df=Object.create(
null),Ii=[];for(let i of["()","[]","{}"]){let e=i.charCodeAt(0),t=i.charCodeAt(1);Df[e]=t,Df[t]=-e}function Sm(i){return i<=247?hb[i]:1424<=i&&i<=1524?2:1536<=i&&
i<=1785?db[i-1536]:1774<=i&&i<=2220?4:8192<=i&&i<=8204?256:64336<=i&&i<=65023?4:1}var pb=/[\u0590-\u05f4\u0600-\u06ff\u0700-\u08ac\ufb50-\ufdff]/,Jt=class{get dir(){
return this.level%2?vu:es}constructor(e,t,n){this.from=e,this.to=t,this.level=n}side(e,t){return this.dir==t==e?this.to:this.from}forward(e,t){return e==(this.dir==
t)}static find(e,t,n,r){let s=-1;for(let o=0;o<e.length;o++){let a=e[o];if(a.from<=t&&a.to>=t){if(a.level==n)return o;(s<0||(r!=0?r<0?a.from<t:a.to>t:e[s].level>
a.level))&&(s=o)}}if(s<0)throw new RangeError("Index out of range");return s}};function xm(i,e){if(i.length!=e.length)return!1;for(let t=0;t<i.length;t++){let n=i[t],
r=e[t];if(n.from!=r.from||n.to!=r.to||n.direction!=r.direction||!xm(n.inner,r.inner))return!1}return!0}var ye=[];function mb(i,e,t,n,r){for(let s=0;s<=n.length;s++){
let o=s?n[s-1].to:e,a=s<n.length?n[s].from:t,l=s?256:r;for(let c=o,f=l,u=l;c<a;c++){let h=Sm(i.charCodeAt(c));h==512?h=f:h==8&&u==4&&(h=16),ye[c]=h==4?2:h,h&7&&
(u=h),f=h}for(let c=o,f=l,u=l;c<a;c++){let h=ye[c];if(h==128)c<a-1&&f==ye[c+1]&&f&24?h=ye[c]=f:ye[c]=256;else if(h==64){let d=c+1;for(;d<a&&ye[d]==64;)d++;let p=c&&
f==8||d<t&&ye[d]==8?u==1?1:8:256;for(let m=c;m<d;m++)ye[m]=p;c=d-1}else h==8&&u==1&&(ye[c]=1);f=h,h&7&&(u=h)}}}function gb(i,e,t,n,r){let s=r==1?2:1;for(let o=0,
a=0,l=0;o<=n.length;o++){let c=o?n[o-1].to:e,f=o<n.length?n[o].from:t;for(let u=c,h,d,p;u<f;u++)if(d=Df[h=i.charCodeAt(u)])if(d<0){for(let m=a-3;m>=0;m-=3)if(Ii[m+
1]==-d){let O=Ii[m+2],v=O&2?r:O&4?O&1?s:r:0;v&&(ye[u]=ye[Ii[m]]=v),a=m;break}}else{if(Ii.length==189)break;Ii[a++]=u,Ii[a++]=h,Ii[a++]=l}else if((p=ye[u])==2||p==
1){let m=p==r;l=m?0:1;for(let O=a-3;O>=0;O-=3){let v=Ii[O+2];if(v&2)break;if(m)Ii[O+2]|=2;else{if(v&4)break;Ii[O+2]|=4}}}}}function Ob(i,e,t,n){for(let r=0,s=n;r<=
t.length;r++){let o=r?t[r-1].to:i,a=r<t.length?t[r].from:e;for(let l=o;l<a;){let c=ye[l];if(c==256){let f=l+1;for(;;)if(f==a){if(r==t.length)break;f=t[r++].to,a=
r<t.length?t[r].from:e}else if(ye[f]==256)f++;else break;let u=s==1,h=(f<e?ye[f]:n)==1,d=u==h?u?1:2:n;for(let p=f,m=r,O=m?t[m-1].to:i;p>l;)p==O&&(p=t[--m].from,
O=m?t[m-1].to:i),ye[--p]=d;l=f}else s=c,l++}}}function Rf(i,e,t,n,r,s,o){let a=n%2?2:1;if(n%2==r%2)for(let l=e,c=0;l<t;){let f=!0,u=!1;if(c==s.length||l<s[c].from){
let m=ye[l];m!=a&&(f=!1,u=m==16)}let h=!f&&a==1?[]:null,d=f?n:n+1,p=l;e:for(;;)if(c<s.length&&p==s[c].from){if(u)break e;let m=s[c];if(!f)for(let O=m.to,v=c+1;;){
if(O==t)break e;if(v<s.length&&s[v].from==O)O=s[v++].to;else{if(ye[O]==a)break e;break}}if(c++,h)h.push(m);else{m.from>l&&o.push(new Jt(l,m.from,d));let O=m.direction==
es!=!(d%2);Cf(i,O?n+1:n,r,m.inner,m.from,m.to,o),l=m.to}p=m.to}else{if(p==t||(f?ye[p]!=a:ye[p]==a))break;p++}h?Rf(i,l,p,n+1,r,h,o):l<p&&o.push(new Jt(l,p,d)),l=
p}else for(let l=t,c=s.length;l>e;){let f=!0,u=!1;if(!c||l>s[c-1].to){let m=ye[l-1];m!=a&&(f=!1,u=m==16)}let h=!f&&a==1?[]:null,d=f?n:n+1,p=l;e:for(;;)if(c&&p==
s[c-1].to){if(u)break e;let m=s[--c];if(!f)for(let O=m.from,v=c;;){if(O==e)break e;if(v&&s[v-1].to==O)O=s[--v].from;else{if(ye[O-1]==a)break e;break}}if(h)h.push(
m);else{m.to<l&&o.push(new Jt(m.to,l,d));let O=m.direction==es!=!(d%2);Cf(i,O?n+1:n,r,m.inner,m.from,m.to,o),l=m.from}p=m.from}else{if(p==e||(f?ye[p-1]!=a:ye[p-
1]==a))break;p--}h?Rf(i,p,l,n+1,r,h,o):p<l&&o.push(new Jt(p,l,d)),l=p}}function Cf(i,e,t,n,r,s,o){let a=e%2?2:1;mb(i,r,s,n,a),gb(i,r,s,n,a),Ob(r,s,n,a),Rf(i,r,s,
e,t,n,o)}function yb(i,e,t){if(!i)return[new Jt(0,0,e==vu?1:0)];if(e==es&&!t.length&&!pb.test(i))return km(i.length);if(t.length)for(;i.length>ye.length;)ye[ye.
length]=256;let n=[],r=e==es?0:1;return Cf(i,r,r,t,0,i.length,n),n}function km(i){return[new Jt(0,i,0)]}var Em="";function vb(i,e,t,n,r){var s;if(!i.length)return null;
let o=n.head-i.from,a;if(n.head==i.from&&n.assoc<0){if(!r)return null;o=e[a=0].side(!1,t)}else if(n.head==i.to&&n.assoc>0){if(r)return null;o=e[a=e.length-1].side(
!0,t)}else a=Jt.find(e,o,(s=n.bidiLevel)!==null&&s!==void 0?s:-1,n.assoc);let l=e[a],c=l.side(r,t);if(o==c){let h=a+=r?1:-1;if(h<0||h>=e.length)return null;l=e[a=
h],o=l.side(!r,t),c=l.side(r,t)}let f=ze(i.text,o,l.forward(r,t));(f<l.from||f>l.to)&&(f=c),Em=i.text.slice(Math.min(o,f),Math.max(o,f));let u=a==(r?e.length-1:
0)?null:e[a+(r?1:-1)];if(f==c){if(!u)return r?D.cursor(i.to,1):D.cursor(i.from,-1);if(u.level+(r?0:1)<l.level)return D.cursor(u.side(!r,t)+i.from,u.forward(r,t)?
1:-1,u.level)}return D.cursor(f+i.from,l.forward(r,t)?-1:1,l.level)}function Tb(i,e,t){for(let n=e;n<t;n++){let r=Sm(i.charCodeAt(n));if(r==1)return es;if(r==2||
r==4)return vu}}var wm=V.define(),Nm=V.define(),Am=V.define(),Im=V.define(),Pf=V.define(),Dm=V.define(),Rm=V.define(),Tu=V.define(),bu=V.define(),Cm=V.define({combine:i=>i.
some(e=>e)}),Pm=V.define({combine:i=>i.some(e=>e)}),Mm=V.define(),Xs=class i{constructor(e,t,n,r,s,o=!1){this.range=e,this.y=t,this.x=n,this.yMargin=r,this.xMargin=
s,this.isSnapshot=o}map(e){return e.empty?this:new i(this.range.map(e),this.y,this.x,this.yMargin,this.xMargin,this.isSnapshot)}clip(e){return this.range.to<=e.
doc.length?this:new i(D.cursor(e.doc.length),this.y,this.x,this.yMargin,this.xMargin,this.isSnapshot)}},wa=X.define({map:(i,e)=>i.map(e)}),Lm=X.define();function Je(i,e,t){
let n=i.facet(Im);n.length?n[0](e):window.onerror&&window.onerror(String(e),t,void 0,void 0,e)||(t?console.error(t+":",e):console.error(e))}var ji=V.define({combine:i=>i.
length?i[0]:!0}),bb=0,Hr=V.define({combine(i){return i.filter((e,t)=>{for(let n=0;n<t;n++)if(i[n].plugin==e.plugin)return!1;return!0})}}),Ke=class i{constructor(e,t,n,r,s){
this.id=e,this.create=t,this.domEventHandlers=n,this.domEventObservers=r,this.baseExtensions=s(this),this.extension=this.baseExtensions.concat(Hr.of({plugin:this,
arg:void 0}))}of(e){return this.baseExtensions.concat(Hr.of({plugin:this,arg:e}))}static define(e,t){let{eventHandlers:n,eventObservers:r,provide:s,decorations:o}=t||
{};return new i(bb++,e,n,r,a=>{let l=[];return o&&l.push(nl.of(c=>{let f=c.plugin(a);return f?o(f):re.none})),s&&l.push(s(a)),l})}static fromClass(e,t){return i.
define((n,r)=>new e(n,r),t)}},Ys=class{constructor(e){this.spec=e,this.mustUpdate=null,this.value=null}get plugin(){return this.spec&&this.spec.plugin}update(e){
if(this.value){if(this.mustUpdate){let t=this.mustUpdate;if(this.mustUpdate=null,this.value.update)try{this.value.update(t)}catch(n){if(Je(t.state,n,"CodeMirror\
 plugin crashed"),this.value.destroy)try{this.value.destroy()}catch{}this.deactivate()}}}else if(this.spec)try{this.value=this.spec.plugin.create(e,this.spec.arg)}catch(t){
Je(e.state,t,"CodeMirror plugin crashed"),this.deactivate()}return this}destroy(e){var t;if(!((t=this.value)===null||t===void 0)&&t.destroy)try{this.value.destroy()}catch(n){
Je(e.state,n,"CodeMirror plugin crashed")}}deactivate(){this.spec=this.value=null}},_m=V.define(),Su=V.define(),nl=V.define(),Fm=V.define(),xu=V.define(),so=V.define(),
Qm=V.define();function Fp(i,e){let t=i.state.facet(Qm);if(!t.length)return t;let n=t.map(s=>s instanceof Function?s(i):s),r=[];return le.spans(n,e.from,e.to,{point(){},
span(s,o,a,l){let c=s-e.from,f=o-e.from,u=r;for(let h=a.length-1;h>=0;h--,l--){let d=a[h].spec.bidiIsolate,p;if(l>0&&u.length&&(p=u[u.length-1]).to==c&&p.direction==
d)p.to=f,u=p.inner;else{let m={from:c,to:f,direction:d,inner:[]};u.push(m),u=m.inner}}}}),Vm(e.text,r)}function Vm(i,e){for(let t of e){if(t.direction==null){for(let n=t.
from,r=0;n<t.to;r++){let s=r<t.inner.length?t.inner[r]:null,o=Tb(i,n,s?s.from:t.to);if(o){t.direction=o;break}if(!s)break;n=s.to}t.direction==null&&(t.direction=
de.LTR)}Vm(i,t.inner)}return e}var Bm=V.define();function ku(i){let e=0,t=0,n=0,r=0;for(let s of i.state.facet(Bm)){let o=s(i);o&&(o.left!=null&&(e=Math.max(e,o.
left)),o.right!=null&&(t=Math.max(t,o.right)),o.top!=null&&(n=Math.max(n,o.top)),o.bottom!=null&&(r=Math.max(r,o.bottom)))}return{left:e,right:t,top:n,bottom:r}}
var qs=V.define(),di=class i{constructor(e,t,n,r){this.fromA=e,this.toA=t,this.fromB=n,this.toB=r}join(e){return new i(Math.min(this.fromA,e.fromA),Math.max(this.
toA,e.toA),Math.min(this.fromB,e.fromB),Math.max(this.toB,e.toB))}addToSet(e){let t=e.length,n=this;for(;t>0;t--){let r=e[t-1];if(!(r.fromA>n.toA)){if(r.toA<n.fromA)
break;n=n.join(r),e.splice(t-1,1)}}return e.splice(t,0,n),e}static extendWithRanges(e,t){if(t.length==0)return e;let n=[];for(let r=0,s=0,o=0;;){let a=r<e.length?
e[r].fromB:1e9,l=s<t.length?t[s]:1e9,c=Math.min(a,l);if(c==1e9)break;let f=c+o,u=c,h=f;for(;;)if(s<t.length&&t[s]<=u){let d=t[s+1];s+=2,u=Math.max(u,d);for(let p=r;p<
e.length&&e[p].fromB<=u;p++)o=e[p].toA-e[p].toB;h=Math.max(h,d+o)}else if(r<e.length&&e[r].fromB<=u){let d=e[r++];u=Math.max(u,d.toB),h=Math.max(h,d.toA),o=d.toA-
d.toB}else break;n.push(new i(f,h,c,u))}return n}},$a=class i{constructor(e,t,n){this.view=e,this.state=t,this.transactions=n,this.flags=0,this.startState=e.state,
this.changes=mt.empty(this.startState.doc.length);for(let s of n)this.changes=this.changes.compose(s.changes);let r=[];this.changes.iterChangedRanges((s,o,a,l)=>r.
push(new di(s,o,a,l))),this.changedRanges=r}static create(e,t,n){return new i(e,t,n)}get viewportChanged(){return(this.flags&4)>0}get viewportMoved(){return(this.
flags&8)>0}get heightChanged(){return(this.flags&2)>0}get geometryChanged(){return this.docChanged||(this.flags&18)>0}get focusChanged(){return(this.flags&1)>0}get docChanged(){
return!this.changes.empty}get selectionSet(){return this.transactions.some(e=>e.selection)}get empty(){return this.flags==0&&this.transactions.length==0}},Sb=[],
we=class{constructor(e,t,n=0){this.dom=e,this.length=t,this.flags=n,this.parent=null,e.cmTile=this}get breakAfter(){return this.flags&1}get children(){return Sb}isWidget(){
return!1}get isHidden(){return!1}isComposite(){return!1}isLine(){return!1}isText(){return!1}isBlock(){return!1}get domAttrs(){return null}sync(e){if(this.flags|=
2,this.flags&4){this.flags&=-5;let t=this.domAttrs;t&&sb(this.dom,t)}}toString(){return this.constructor.name+(this.children.length?`(${this.children})`:"")+(this.
breakAfter?"#":"")}destroy(){this.parent=null}setDOM(e){this.dom=e,e.cmTile=this}get posAtStart(){return this.parent?this.parent.posBefore(this):0}get posAtEnd(){
return this.posAtStart+this.length}posBefore(e,t=this.posAtStart){let n=t;for(let r of this.children){if(r==e)return n;n+=r.length+r.breakAfter}throw new RangeError(
"Invalid child in posBefore")}posAfter(e){return this.posBefore(e)+e.length}covers(e){return!0}coordsIn(e,t,n){return null}domPosFor(e,t){let n=en(this.dom),r=this.
length?e>0:t>0;return new Di(this.parent.dom,n+(r?1:0),e==0||e==this.length)}markDirty(e){this.flags&=-3,e&&(this.flags|=4),this.parent&&this.parent.flags&2&&this.
parent.markDirty(!1)}get overrideDOMText(){return null}get root(){for(let e=this;e;e=e.parent)if(e instanceof is)return e;return null}static get(e){return e.cmTile}},
ts=class extends we{constructor(e){super(e,0),this._children=[]}isComposite(){return!0}get children(){return this._children}get lastChild(){return this.children.
length?this.children[this.children.length-1]:null}append(e){this.children.push(e),e.parent=this}sync(e){if(this.flags&2)return;super.sync(e);let t=this.dom,n=null,
r,s=e?.node==t?e:null,o=0;for(let a of this.children){if(a.sync(e),o+=a.length+a.breakAfter,r=n?n.nextSibling:t.firstChild,s&&r!=a.dom&&(s.written=!0),a.dom.parentNode==
t)for(;r&&r!=a.dom;)r=Qp(r);else t.insertBefore(a.dom,r);n=a.dom}for(r=n?n.nextSibling:t.firstChild,s&&r&&(s.written=!0);r;)r=Qp(r);this.length=o}};function Qp(i){
let e=i.nextSibling;return i.parentNode.removeChild(i),e}var is=class extends ts{constructor(e,t){super(t),this.view=e}owns(e){for(;e;e=e.parent)if(e==this)return!0;
return!1}isBlock(){return!0}nearest(e){for(;;){if(!e)return null;let t=we.get(e);if(t&&this.owns(t))return t;e=e.parentNode}}blockTiles(e){for(let t=[],n=this,r=0,
s=0;;)if(r==n.children.length){if(!t.length)return;n=n.parent,n.breakAfter&&s++,r=t.pop()}else{let o=n.children[r++];if(o instanceof qi)t.push(r),n=o,r=0;else{let a=s+
o.length,l=e(o,s);if(l!==void 0)return l;s=a+o.breakAfter}}}resolveBlock(e,t){let n,r=-1,s,o=-1;if(this.blockTiles((a,l)=>{let c=l+a.length;if(e>=l&&e<=c){if(a.
isWidget()&&t>=-1&&t<=1){if(a.flags&32)return!0;a.flags&16&&(n=void 0)}(l<e||e==c&&(t<-1?a.length:a.covers(1)))&&(!n||!a.isWidget()&&n.isWidget())&&(n=a,r=e-l),
(c>e||e==l&&(t>1?a.length:a.covers(-1)))&&(!s||!a.isWidget()&&s.isWidget())&&(s=a,o=e-l)}}),!n&&!s)throw new Error("No tile at position "+e);return n&&t<0||!s?{
tile:n,offset:r}:{tile:s,offset:o}}},qi=class i extends ts{constructor(e,t){super(e),this.wrapper=t}isBlock(){return!0}covers(e){return this.children.length?e<0?
this.children[0].covers(-1):this.lastChild.covers(1):!1}get domAttrs(){return this.wrapper.attributes}static of(e,t){let n=new i(t||document.createElement(e.tagName),
e);return t||(n.flags|=4),n}},ns=class i extends ts{constructor(e,t){super(e),this.attrs=t}isLine(){return!0}static start(e,t,n){let r=new i(t||document.createElement(
"div"),e);return(!t||!n)&&(r.flags|=4),r}get domAttrs(){return this.attrs}resolveInline(e,t,n=!1){let r=null,s=-1,o=null,a=-1;function l(f,u){for(let h=0,d=0;h<
f.children.length&&d<=u;h++){let p=f.children[h],m=d+p.length;m>=u&&(p.isComposite()?l(p,u-d):(!o||n&&o.isHidden&&(t>0&&!(o.flags&32)||n&&kb(o,p)))&&(m>u||p.flags&
32&&t<=1)?(o=p,a=u-d):(d<u||p.flags&16&&!(n&&p.isHidden)&&t>=-1)&&(r=p,s=u-d)),d=m}}l(this,e);let c=(t<0?r:o)||r||o;return c?{tile:c,offset:c==r?s:a}:null}coordsIn(e,t,n){
let r=this.resolveInline(e,t,!0);return r?r.tile.coordsIn(Math.max(0,r.offset),t,n):xb(this)}domIn(e,t){let n=this.resolveInline(e,t);if(n){let{tile:r,offset:s}=n;
if(this.dom.contains(r.dom))return r.isText()?new Di(r.dom,Math.min(r.dom.nodeValue.length,s)):r.domPosFor(s,r.flags&16?1:r.flags&32?-1:t);let o=n.tile.parent,a=!1;
for(let l of o.children){if(a)return new Di(l.dom,0);l==n.tile&&(a=!0)}}return new Di(this.dom,0)}};function xb(i){let e=i.dom.lastChild;if(!e)return i.dom.getBoundingClientRect();
let t=La(e);return t[t.length-1]||null}function kb(i,e){let t=i.coordsIn(0,1),n=e.coordsIn(0,1);return t&&n&&n.top<t.bottom}var Et=class i extends ts{constructor(e,t){
super(e),this.mark=t}get domAttrs(){return this.mark.attrs}static of(e,t){let n=new i(t||document.createElement(e.tagName),e);return t||(n.flags|=4),n}},Qn=class i extends we{constructor(e,t){
super(e,t.length),this.text=t}sync(e){this.flags&2||(super.sync(e),this.dom.nodeValue!=this.text&&(e&&e.node==this.dom&&(e.written=!0),this.dom.nodeValue=this.text))}isText(){
return!0}toString(){return JSON.stringify(this.text)}coordsIn(e,t,n){let r=this.dom.nodeValue.length;e>r&&(e=r);let s=e,o=e,a=0;e==0&&t<0||e==r&&t>=0?F.chrome||
F.gecko||(e?(s--,a=1):o<r&&(o++,a=-1)):t<0?s--:o<r&&o++;let l=ro(this.dom,s,o).getClientRects();if(!l.length)return null;let c=l[(a?a<0:t>=0)?0:l.length-1];return F.
safari&&!a&&c.width==0&&(c=Array.prototype.find.call(l,f=>f.width)||c),n==null?c:Ua(c,(a?a>0:t<0)==n)}static of(e,t){let n=new i(t||document.createTextNode(e),e);
return t||(n.flags|=2),n}},Un=class i extends we{constructor(e,t,n,r){super(e,t,r),this.widget=n}isWidget(){return!0}get isHidden(){return this.widget.isHidden}covers(e){
return this.flags&48?!1:(this.flags&(e<0?64:128))>0}coordsIn(e,t){return this.coordsInWidget(e,t,!1)}coordsInWidget(e,t,n){let r=this.widget.coordsAt(this.dom,e,
t);if(r)return r;if(n)return Ua(this.dom.getBoundingClientRect(),this.length?e==0:t<=0);{let s=this.dom.getClientRects(),o=null;if(!s.length)return null;let a=this.
flags&16?!0:this.flags&32?!1:e>0;for(let l=a?s.length-1:0;o=s[l],!(e>0?l==0:l==s.length-1||o.top<o.bottom);l+=a?-1:1);return Ua(o,!a)}}get overrideDOMText(){if(!this.
length)return se.empty;let{root:e}=this;if(!e)return se.empty;let t=this.posAtStart;return e.view.state.doc.slice(t,t+this.length)}destroy(){super.destroy(),this.
widget.destroy(this.dom)}static of(e,t,n,r,s){return s||(s=e.toDOM(t),e.editable||(s.contentEditable="false")),new i(s,n,e,r)}},rs=class extends we{constructor(e){
let t=document.createElement("img");t.className="cm-widgetBuffer",t.setAttribute("aria-hidden","true"),super(t,0,e)}get isHidden(){return!0}get overrideDOMText(){
return se.empty}coordsIn(e,t,n){let r=this.dom.getBoundingClientRect();return n==null?r:Ua(r,t>0==n)}},Mf=class{constructor(e){this.index=0,this.beforeBreak=!1,
this.parents=[],this.tile=e}advance(e,t,n){let{tile:r,index:s,beforeBreak:o,parents:a}=this;for(;e||t>0;)if(r.isComposite())if(o){if(!e)break;n&&n.break(),e--,o=
!1}else if(s==r.children.length){if(!e&&!a.length)break;n&&n.leave(r),o=!!r.breakAfter,{tile:r,index:s}=a.pop(),s++}else{let l=r.children[s],c=l.breakAfter;(t>0?
l.length<=e:l.length<e)&&(!n||n.skip(l,0,l.length)!==!1||!l.isComposite)?(o=!!c,s++,e-=l.length):(a.push({tile:r,index:s}),r=l,s=0,n&&l.isComposite()&&n.enter(l))}else{
let l=r.length;if(s<l&&e){let c=Math.min(e,l-s);n&&n.skip(r,s,s+c),e-=c,s+=c}if(s==l)o=!!r.breakAfter,{tile:r,index:s}=a.pop(),s++;else if(!e)break}return this.
tile=r,this.index=s,this.beforeBreak=o,this}get root(){return this.parents.length?this.parents[0].tile:this.tile}},Lf=class{constructor(e,t,n,r){this.from=e,this.
to=t,this.wrapper=n,this.rank=r}},_f=class{constructor(e,t,n){this.cache=e,this.root=t,this.blockWrappers=n,this.curLine=null,this.lastBlock=null,this.afterWidget=
null,this.pos=0,this.wrappers=[],this.wrapperPos=0}addText(e,t,n,r){var s;this.flushBuffer();let o=this.ensureMarks(t,n),a=o.lastChild;if(a&&a.isText()&&!(a.flags&
8)&&a.length+e.length<512){this.cache.reused.set(a,2);let l=o.children[o.children.length-1]=new Qn(a.dom,a.text+e);l.parent=o}else o.append(r||Qn.of(e,(s=this.cache.
find(Qn))===null||s===void 0?void 0:s.dom));this.pos+=e.length,this.afterWidget=null}addComposition(e,t){let n=this.curLine;n.dom!=t.line.dom&&(n.setDOM(this.cache.
reused.has(t.line)?Of(t.line.dom):t.line.dom),this.cache.reused.set(t.line,2));let r=n;for(let a=t.marks.length-1;a>=0;a--){let l=t.marks[a],c=r.lastChild;if(c instanceof
Et&&c.mark.eq(l.mark))c.dom!=l.dom&&c.setDOM(Of(l.dom)),r=c;else{let{dom:f}=l;this.cache.reused.get(l)&&we.get(l.dom)&&(f=Of(l.dom));let u=Et.of(l.mark,f);r.append(
u),r=u}this.cache.reused.set(l,2)}let s=we.get(e.text);s&&this.cache.reused.set(s,2);let o=new Qn(e.text,e.text.nodeValue);o.flags|=8,this.pos=e.range.toB,r.append(
o)}addInlineWidget(e,t,n){let r=this.afterWidget&&e.flags&48&&(this.afterWidget.flags&48)==(e.flags&48);r||this.flushBuffer();let s=this.ensureMarks(t,n);!r&&!(e.
flags&16)&&s.append(this.getBuffer(1)),s.append(e),this.pos+=e.length,this.afterWidget=e}addMark(e,t,n){this.flushBuffer(),this.ensureMarks(t,n).append(e),this.
pos+=e.length,this.afterWidget=null}addBlockWidget(e){this.getBlockPos().append(e),this.pos+=e.length,this.lastBlock=e,this.endLine()}continueWidget(e){let t=this.
afterWidget||this.lastBlock;t.length+=e,this.pos+=e}addLineStart(e,t){var n;e||(e=Um);let r=ns.start(e,t||((n=this.cache.find(ns))===null||n===void 0?void 0:n.dom),
!!t);this.getBlockPos().append(this.lastBlock=this.curLine=r)}addLine(e){this.getBlockPos().append(e),this.pos+=e.length,this.lastBlock=e,this.endLine()}addBreak(){
this.lastBlock.flags|=1,this.endLine(),this.pos++}addLineStartIfNotCovered(e){this.blockPosCovered()||this.addLineStart(e)}ensureLine(e){this.curLine||this.addLineStart(
e)}ensureMarks(e,t){var n;let r=this.curLine;for(let s=e.length-1;s>=0;s--){let o=e[s],a;if(t>0&&(a=r.lastChild)&&a instanceof Et&&a.mark.eq(o))r=a,t--;else{let l=Et.
of(o,(n=this.cache.find(Et,c=>c.mark.eq(o)))===null||n===void 0?void 0:n.dom);r.append(l),r=l,t=0}}return r}endLine(){if(this.curLine){this.flushBuffer();let e=this.
curLine.lastChild;(!e||!Vp(this.curLine,!1)||e.dom.nodeName!="BR"&&e.isWidget()&&!(F.ios&&Vp(this.curLine,!0)))&&this.curLine.append(this.cache.findWidget(yf,0,
32)||new Un(yf.toDOM(),0,yf,32)),this.curLine=this.afterWidget=null}}updateBlockWrappers(){this.wrapperPos>this.pos+1e4&&(this.blockWrappers.goto(this.pos),this.
wrappers.length=0);for(let e=this.wrappers.length-1;e>=0;e--)this.wrappers[e].to<this.pos&&this.wrappers.splice(e,1);for(let e=this.blockWrappers;e.value&&e.from<=
this.pos;e.next())if(e.to>=this.pos){let t=e.rank*102+e.value.rank,n=new Lf(e.from,e.to,e.value,t),r=this.wrappers.length;for(;r>0&&(this.wrappers[r-1].rank-n.rank||
this.wrappers[r-1].to-n.to)<0;)r--;this.wrappers.splice(r,0,n)}this.wrapperPos=this.pos}getBlockPos(){var e;this.updateBlockWrappers();let t=this.root;for(let n of this.
wrappers){let r=t.lastChild;if(n.from<this.pos&&r instanceof qi&&r.wrapper.eq(n.wrapper))t=r;else{let s=qi.of(n.wrapper,(e=this.cache.find(qi,o=>o.wrapper.eq(n.
wrapper)))===null||e===void 0?void 0:e.dom);t.append(s),t=s}}return t}blockPosCovered(){let e=this.lastBlock;return e!=null&&!e.breakAfter&&(!e.isWidget()||(e.flags&
160)>0)}getBuffer(e){let t=2|(e<0?16:32),n=this.cache.find(rs,void 0,1);return n&&(n.flags=t),n||new rs(t)}flushBuffer(){this.afterWidget&&!(this.afterWidget.flags&
32)&&(this.afterWidget.parent.append(this.getBuffer(-1)),this.afterWidget=null)}},Ff=class{constructor(e){this.skipCount=0,this.text="",this.textOff=0,this.cursor=
e.iter()}skip(e){this.textOff+e<=this.text.length?this.textOff+=e:(this.skipCount+=e-(this.text.length-this.textOff),this.text="",this.textOff=0)}next(e){if(this.
textOff==this.text.length){let{value:r,lineBreak:s,done:o}=this.cursor.next(this.skipCount);if(this.skipCount=0,o)throw new Error("Ran out of text content when \
drawing inline views");this.text=r;let a=this.textOff=Math.min(e,r.length);return s?null:r.slice(0,a)}let t=Math.min(this.text.length,this.textOff+e),n=this.text.
slice(this.textOff,t);return this.textOff=t,n}},ja=[Un,ns,Qn,Et,rs,qi,is];for(let i=0;i<ja.length;i++)ja[i].bucket=i;var Qf=class{constructor(e){this.view=e,this.
buckets=ja.map(()=>[]),this.index=ja.map(()=>0),this.reused=new Map}add(e){let t=e.constructor.bucket,n=this.buckets[t];n.length<6?n.push(e):n[this.index[t]=(this.
index[t]+1)%6]=e}find(e,t,n=2){let r=e.bucket,s=this.buckets[r],o=this.index[r];for(let a=0;a<s.length;a++){let l=(a+o)%s.length,c=s[l];if((!t||t(c))&&!this.reused.
has(c))return s.splice(l,1),l<o&&this.index[r]--,this.reused.set(c,n),c}return null}findWidget(e,t,n){let r=this.buckets[0];if(r.length)for(let s=0,o=0;;s++){if(s==
r.length){if(o)return null;o=1,s=0}let a=r[s];if(!this.reused.has(a)&&(o==0?a.widget.compare(e):a.widget.constructor==e.constructor&&e.updateDOM(a.dom,this.view,
a.widget)))return r.splice(s,1),s<this.index[0]&&this.index[0]--,a.widget==e&&a.length==t&&(a.flags&497)==n?(this.reused.set(a,1),a):(this.reused.set(a,2),new Un(
a.dom,t,e,a.flags&-498|n))}}reuse(e){return this.reused.set(e,1),e}maybeReuse(e,t=2){if(!this.reused.has(e))return this.reused.set(e,t),e.dom}clear(){for(let e=0;e<
this.buckets.length;e++)this.buckets[e].length=this.index[e]=0}},Vf=class{constructor(e,t,n,r,s){this.view=e,this.decorations=r,this.disallowBlockEffectsFor=s,this.
openWidget=!1,this.openMarks=0,this.cache=new Qf(e),this.text=new Ff(e.state.doc),this.builder=new _f(this.cache,new is(e,e.contentDOM),le.iter(n)),this.cache.reused.
set(t,2),this.old=new Mf(t),this.reuseWalker={skip:(o,a,l)=>{if(this.cache.add(o),o.isComposite())return!1},enter:o=>this.cache.add(o),leave:()=>{},break:()=>{}}}run(e,t){
let n=t&&this.getCompositionContext(t.text);for(let r=0,s=0,o=0;;){let a=o<e.length?e[o++]:null,l=a?a.fromA:this.old.root.length;if(l>r){let c=l-r;this.preserve(
c,!o,!a),r=l,s+=c}if(!a)break;t&&a.fromA<=t.range.fromA&&a.toA>=t.range.toA?(this.forward(a.fromA,t.range.fromA,t.range.fromA<t.range.toA?1:-1),this.emit(s,t.range.
fromB),this.builder.flushBuffer(),this.cache.clear(),this.builder.addComposition(t,n),this.text.skip(t.range.toB-t.range.fromB),this.forward(t.range.fromA,a.toA),
this.emit(t.range.toB,a.toB)):(this.forward(a.fromA,a.toA),this.emit(s,a.toB)),s=a.toB,r=a.toA}return this.builder.curLine&&this.builder.endLine(),this.builder.
root}preserve(e,t,n){let r=Nb(this.old),s=this.openMarks;this.old.advance(e,n?1:-1,{skip:(o,a,l)=>{if(o.isWidget())if(this.openWidget)this.builder.continueWidget(
l-a);else{let c=l>0||a<o.length?Un.of(o.widget,this.view,l-a,o.flags&496,this.cache.maybeReuse(o)):this.cache.reuse(o);c.flags&256?(c.flags&=-2,this.builder.addBlockWidget(
c)):(this.builder.ensureLine(null),this.builder.addInlineWidget(c,r,s),s=r.length)}else if(o.isText())this.builder.ensureLine(null),!a&&l==o.length&&!this.cache.
reused.has(o)?this.builder.addText(o.text,r,s,this.cache.reuse(o)):(this.cache.add(o),this.builder.addText(o.text.slice(a,l),r,s)),s=r.length;else if(o.isLine())
o.flags&=-2,this.cache.reused.set(o,1),this.builder.addLine(o);else if(o instanceof rs)this.cache.add(o);else if(o instanceof Et)this.builder.ensureLine(null),this.
builder.addMark(o,r,s),this.cache.reused.set(o,1),s=r.length;else return!1;this.openWidget=!1},enter:o=>{o.isLine()?this.builder.addLineStart(o.attrs,this.cache.
maybeReuse(o)):(this.cache.add(o),o instanceof Et&&r.unshift(o.mark)),this.openWidget=!1},leave:o=>{o.isLine()?r.length&&(r.length=s=0):o instanceof Et&&(r.shift(),
s=Math.min(s,r.length))},break:()=>{this.builder.addBreak(),this.openWidget=!1}}),this.text.skip(e)}emit(e,t){let n=null,r=this.builder,s=-1,o=le.spans(this.decorations,
e,t,{point:(a,l,c,f,u,h)=>{if(c instanceof Bn){if(this.disallowBlockEffectsFor[h]){if(c.block)throw new RangeError("Block decorations may not be specified via p\
lugins");if(l>this.view.state.doc.lineAt(a).to)throw new RangeError("Decorations that replace line breaks may not be specified via plugins")}if(s=f.length,u>f.length)
r.continueWidget(l-a);else{let d=c.widget||(c.block?tn.block:tn.inline),p=Eb(c),m=this.cache.findWidget(d,l-a,p)||Un.of(d,this.view,l-a,p);c.block?(c.startSide>
0&&r.addLineStartIfNotCovered(n),r.addBlockWidget(m)):(r.ensureLine(n),r.addInlineWidget(m,f,u))}n=null}else n=wb(n,c);l>a&&this.text.skip(l-a)},span:(a,l,c,f)=>{
for(let u=a;u<l;){let h=this.text.next(Math.min(512,l-u));h==null?(r.addLineStartIfNotCovered(n),r.addBreak(),u++):(r.ensureLine(n),r.addText(h,c,u==a?f:c.length),
u+=h.length),n=null}s=c.length}});s>-1&&(this.openWidget=o>s),this.openWidget||r.addLineStartIfNotCovered(n),this.openMarks=o}forward(e,t,n=1){t-e<=10?this.old.
advance(t-e,n,this.reuseWalker):(this.old.advance(5,-1,this.reuseWalker),this.old.advance(t-e-10,-1),this.old.advance(5,n,this.reuseWalker))}getCompositionContext(e){
let t=[],n=null;for(let r=e.parentNode;;r=r.parentNode){let s=we.get(r);if(r==this.view.contentDOM)break;s instanceof Et?t.push(s):s?.isLine()?n=s:s instanceof qi||
(r.nodeName=="DIV"&&!n?n=new ns(r,Um):n||t.push(Et.of(new to({tagName:r.nodeName.toLowerCase(),attributes:ob(r)}),r)))}return n?{line:n,marks:t}:null}};function Vp(i,e){
let t=n=>{for(let r of n.children)if((e?r.isText():r.length)||t(r))return!0;return!1};return t(i)}function Eb(i){let e=i.isReplace?(i.startSide<0?64:0)|(i.endSide>
0?128:0):i.startSide>0?32:16;return i.block&&(e|=256),e}var Um={class:"cm-line"};function wb(i,e){let t=e.spec.attributes,n=e.spec.class;return!t&&!n||(i||(i={class:"\
cm-line"}),t&&Ou(t,i),n&&(i.class+=" "+n)),i}function Nb(i){let e=[];for(let t=i.parents.length;t>1;t--){let n=t==i.parents.length?i.tile:i.parents[t].tile;n instanceof
Et&&e.push(n.mark)}return e}function Of(i){let e=we.get(i);return e&&e.setDOM(i.cloneNode()),i}var tn=class extends Zt{constructor(e){super(),this.tag=e}eq(e){return e.
tag==this.tag}toDOM(){return document.createElement(this.tag)}updateDOM(e){return e.nodeName.toLowerCase()==this.tag}get isHidden(){return!0}};tn.inline=new tn(
"span");tn.block=new tn("div");var yf=new class extends Zt{toDOM(){return document.createElement("br")}get isHidden(){return!0}get editable(){return!0}},qa=class{constructor(e){
this.view=e,this.decorations=[],this.blockWrappers=[],this.dynamicDecorationMap=[!1],this.domChanged=null,this.hasComposition=null,this.editContextFormatting=re.
none,this.lastCompositionAfterCursor=!1,this.minWidth=0,this.minWidthFrom=0,this.minWidthTo=0,this.impreciseAnchor=null,this.impreciseHead=null,this.forceSelection=
!1,this.lastUpdate=Date.now(),this.updateDeco(),this.tile=new is(e,e.contentDOM),this.updateInner([new di(0,0,0,e.state.doc.length)],null)}update(e){var t;let n=e.
changedRanges;this.minWidth>0&&n.length&&(n.every(({fromA:f,toA:u})=>u<this.minWidthFrom||f>this.minWidthTo)?(this.minWidthFrom=e.changes.mapPos(this.minWidthFrom,
1),this.minWidthTo=e.changes.mapPos(this.minWidthTo,1)):this.minWidth=this.minWidthFrom=this.minWidthTo=0),this.updateEditContextFormatting(e);let r=-1;this.view.
inputState.composing>=0&&!this.view.observer.editContext&&(!((t=this.domChanged)===null||t===void 0)&&t.newSel?r=this.domChanged.newSel.head:!Lb(e.changes,this.
hasComposition)&&!e.selectionSet&&(r=e.state.selection.main.head));let s=r>-1?Ib(this.view,e.changes,r):null;if(this.domChanged=null,this.hasComposition){let{from:f,
to:u}=this.hasComposition;n=new di(f,u,e.changes.mapPos(f,-1),e.changes.mapPos(u,1)).addToSet(n.slice())}this.hasComposition=s?{from:s.range.fromB,to:s.range.toB}:
null,(F.ie||F.chrome)&&!s&&e&&e.state.doc.lines!=e.startState.doc.lines&&(this.forceSelection=!0);let o=this.decorations,a=this.blockWrappers;this.updateDeco();
let l=Cb(o,this.decorations,e.changes);l.length&&(n=di.extendWithRanges(n,l));let c=Pb(a,this.blockWrappers,e.changes);return c.length&&(n=di.extendWithRanges(n,
c)),s&&!n.some(f=>f.fromA<=s.range.fromA&&f.toA>=s.range.toA)&&(n=s.range.addToSet(n.slice())),this.tile.flags&2&&n.length==0?!1:(this.updateInner(n,s),e.transactions.
length&&(this.lastUpdate=Date.now()),!0)}updateInner(e,t){this.view.viewState.mustMeasureContent=!0;let{observer:n}=this.view;n.ignore(()=>{if(t||e.length){let o=this.
tile,a=new Vf(this.view,o,this.blockWrappers,this.decorations,this.dynamicDecorationMap);t&&we.get(t.text)&&a.cache.reused.set(we.get(t.text),2),this.tile=a.run(
e,t),Bf(o,a.cache.reused)}this.tile.dom.style.height=this.view.viewState.contentHeight/this.view.scaleY+"px",this.tile.dom.style.flexBasis=this.minWidth?this.minWidth+
"px":"";let s=F.chrome||F.ios?{node:n.selectionRange.focusNode,written:!1}:void 0;this.tile.sync(s),s&&(s.written||n.selectionRange.focusNode!=s.node||!this.tile.
dom.contains(s.node))&&(this.forceSelection=!0),this.tile.dom.style.height=""});let r=[];if(this.view.viewport.from||this.view.viewport.to<this.view.state.doc.length)
for(let s of this.tile.children)s.isWidget()&&s.widget instanceof zs&&r.push(s.dom);n.updateGaps(r)}updateEditContextFormatting(e){this.editContextFormatting=this.
editContextFormatting.map(e.changes);for(let t of e.transactions)for(let n of t.effects)n.is(Lm)&&(this.editContextFormatting=n.value)}updateSelection(e=!1,t=!1){
(e||!this.view.observer.selectionRange.focusNode)&&this.view.observer.readSelectionRange();let{dom:n}=this.tile,r=this.view.root.activeElement,s=r==n,o=!s&&!(this.
view.state.facet(ji)||n.tabIndex>-1)&&Ws(n,this.view.observer.selectionRange)&&!(r&&n.contains(r));if(!(s||t||o))return;let a=this.forceSelection;this.forceSelection=
!1;let l=this.view.state.selection.main,c,f;if(l.empty?f=c=this.inlineDOMNearPos(l.anchor,l.assoc||1):(f=this.inlineDOMNearPos(l.head,l.head==l.from?1:-1),c=this.
inlineDOMNearPos(l.anchor,l.anchor==l.from?1:-1)),F.gecko&&l.empty&&!this.hasComposition&&Ab(c)){let h=document.createTextNode("");this.view.observer.ignore(()=>c.
node.insertBefore(h,c.node.childNodes[c.offset]||null)),c=f=new Di(h,0),a=!0}let u=this.view.observer.selectionRange;(a||!u.focusNode||(!Hs(c.node,c.offset,u.anchorNode,
u.anchorOffset)||!Hs(f.node,f.offset,u.focusNode,u.focusOffset))&&!this.suppressWidgetCursorChange(u,l))&&(this.view.observer.ignore(()=>{F.android&&F.chrome&&n.
contains(u.focusNode)&&Mb(u.focusNode,n)&&(n.blur(),n.focus({preventScroll:!0}));let h=no(this.view.root);if(h)if(l.empty){if(F.gecko){let d=Db(c.node,c.offset);
if(d&&d!=3){let p=(d==1?vm:Tm)(c.node,c.offset);p&&(c=new Di(p.node,p.offset))}}h.collapse(c.node,c.offset),l.bidiLevel!=null&&h.caretBidiLevel!==void 0&&(h.caretBidiLevel=
l.bidiLevel)}else if(h.extend){h.collapse(c.node,c.offset);try{h.extend(f.node,f.offset)}catch{}}else{let d=document.createRange();l.anchor>l.head&&([c,f]=[f,c]),
d.setEnd(f.node,f.offset),d.setStart(c.node,c.offset),h.removeAllRanges(),h.addRange(d)}o&&this.view.root.activeElement==n&&(n.blur(),r&&r.focus())}),this.view.
observer.setSelectionRange(c,f)),this.impreciseAnchor=c.precise?null:new Di(u.anchorNode,u.anchorOffset),this.impreciseHead=f.precise?null:new Di(u.focusNode,u.
focusOffset)}suppressWidgetCursorChange(e,t){return this.hasComposition&&t.empty&&Hs(e.focusNode,e.focusOffset,e.anchorNode,e.anchorOffset)&&this.posFromDOM(e.focusNode,
e.focusOffset)==t.head}enforceCursorAssoc(){if(this.hasComposition)return;let{view:e}=this,t=e.state.selection.main,n=no(e.root),{anchorNode:r,anchorOffset:s}=e.
observer.selectionRange;if(!n||!t.empty||!t.assoc||!n.modify)return;let o=this.lineAt(t.head,t.assoc);if(!o)return;let a=o.posAtStart;if(t.head==a||t.head==a+o.
length)return;let l=this.coordsAt(t.head,-1),c=this.coordsAt(t.head,1);if(!l||!c||l.bottom>c.top)return;let f=this.domAtPos(t.head+t.assoc,t.assoc);n.collapse(f.
node,f.offset),n.modify("move",t.assoc<0?"forward":"backward","lineboundary"),e.observer.readSelectionRange();let u=e.observer.selectionRange;e.docView.posFromDOM(
u.anchorNode,u.anchorOffset)!=t.from&&n.collapse(r,s)}posFromDOM(e,t){let n=this.tile.nearest(e);if(!n)return this.tile.dom.compareDocumentPosition(e)&2?0:this.
view.state.doc.length;let r=n.posAtStart;if(n.isComposite()){let s;if(e==n.dom)s=n.dom.childNodes[t];else{let o=Gi(e)==0?0:t==0?-1:1;for(;;){let a=e.parentNode;
if(a==n.dom)break;o==0&&a.firstChild!=a.lastChild&&(e==a.firstChild?o=-1:o=1),e=a}o<0?s=e:s=e.nextSibling}if(s==n.dom.firstChild)return r;for(;s&&!we.get(s);)s=
s.nextSibling;if(!s)return r+n.length;for(let o=0,a=r;;o++){let l=n.children[o];if(l.dom==s)return a;a+=l.length+l.breakAfter}}else return n.isText()?e==n.dom?r+
t:r+(t?n.length:0):r}domAtPos(e,t){let{tile:n,offset:r}=this.tile.resolveBlock(e,t);return n.isWidget()?n.domPosFor(r,t):n.domIn(r,t)}inlineDOMNearPos(e,t){let n,
r=-1,s=!1,o,a=-1,l=!1;return this.tile.blockTiles((c,f)=>{if(c.isWidget()){if(c.flags&32&&f>=e)return!0;c.flags&16&&(s=!0)}else{let u=f+c.length;if(f<=e&&(n=c,r=
e-f,s=u<e),u>=e&&!o&&(o=c,a=e-f,l=f>e),f>e&&o)return!0}}),!n&&!o?this.domAtPos(e,t):(s&&o?n=null:l&&n&&(o=null),n&&t<0||!o?n.domIn(r,t):o.domIn(a,t))}coordsAt(e,t,n){
let{tile:r,offset:s}=this.tile.resolveBlock(e,t);return r.isWidget()?r.widget instanceof zs?null:r.coordsInWidget(s,t,!0):r.coordsIn(s,t,n)}lineAt(e,t){let{tile:n}=this.
tile.resolveBlock(e,t);return n.isLine()?n:null}coordsForChar(e){let{tile:t,offset:n}=this.tile.resolveBlock(e,1);if(!t.isLine())return null;function r(s,o){if(s.
isComposite())for(let a of s.children){if(a.length>=o){let l=r(a,o);if(l)return l}if(o-=a.length,o<0)break}else if(s.isText()&&o<s.length){let a=ze(s.text,o);if(a==
o)return null;let l=ro(s.dom,o,a).getClientRects();for(let c=0;c<l.length;c++){let f=l[c];if(c==l.length-1||f.top<f.bottom&&f.left<f.right)return f}}return null}
return r(t,n)}measureVisibleLineHeights(e){let t=[],{from:n,to:r}=e,s=this.view.contentDOM.clientWidth,o=s>Math.max(this.view.scrollDOM.clientWidth,this.minWidth)+
1,a=-1,l=this.view.textDirection==de.LTR,c=0,f=(u,h,d)=>{for(let p=0;p<u.children.length&&!(h>r);p++){let m=u.children[p],O=h+m.length,v=m.dom.getBoundingClientRect(),
{height:k}=v;if(d&&!p&&(c+=v.top-d.top),m instanceof qi)O>n&&f(m,h,v);else if(h>=n&&(c>0&&t.push(-c),t.push(k+c),c=0,o)){let y=m.dom.lastChild,A=y?La(y):[];if(A.
length){let b=A[A.length-1],N=l?b.right-v.left:v.right-b.left;N>a&&(a=N,this.minWidth=s,this.minWidthFrom=h,this.minWidthTo=O)}}d&&p==u.children.length-1&&(c+=d.
bottom-v.bottom),h=O+m.breakAfter}};return f(this.tile,0,null),t}textDirectionAt(e){let{tile:t}=this.tile.resolveBlock(e,1);return getComputedStyle(t.dom).direction==
"rtl"?de.RTL:de.LTR}measureTextSize(){let e=this.tile.blockTiles(o=>{if(o.isLine()&&o.children.length&&o.length<=20){let a=0,l;for(let c of o.children){if(!c.isText()||
/[^ -~]/.test(c.text))return;let f=La(c.dom);if(f.length!=1)return;a+=f[0].width,l=f[0].height}if(a)return{lineHeight:o.dom.getBoundingClientRect().height,charWidth:a/
o.length,textHeight:l}}});if(e)return e;let t=document.createElement("div"),n,r,s;return t.className="cm-line",t.style.width="99999px",t.style.position="absolut\
e",t.textContent="abc def ghi jkl mno pqr stu",this.view.observer.ignore(()=>{this.tile.dom.appendChild(t);let o=La(t.firstChild)[0];n=t.getBoundingClientRect().
height,r=o&&o.width?o.width/27:7,s=o&&o.height?o.height:n,t.remove()}),{lineHeight:n,charWidth:r,textHeight:s}}computeBlockGapDeco(){let e=[],t=this.view.viewState;
for(let n=0,r=0;;r++){let s=r==t.viewports.length?null:t.viewports[r],o=s?s.from-1:this.view.state.doc.length;if(o>n){let a=(t.lineBlockAt(o).bottom-t.lineBlockAt(
n).top)/this.view.scaleY;e.push(re.replace({widget:new zs(a),block:!0,inclusive:!0,isBlockGap:!0}).range(n,o))}if(!s)break;n=s.to+1}return re.set(e)}updateDeco(){
let e=1,t=this.view.state.facet(nl).map(s=>(this.dynamicDecorationMap[e++]=typeof s=="function")?s(this.view):s),n=!1,r=this.view.state.facet(xu).map((s,o)=>{let a=typeof s==
"function";return a&&(n=!0),a?s(this.view):s});for(r.length&&(this.dynamicDecorationMap[e++]=n,t.push(le.join(r))),this.decorations=[this.editContextFormatting,
...t,this.computeBlockGapDeco(),this.view.viewState.lineGapDeco];e<this.decorations.length;)this.dynamicDecorationMap[e++]=!1;this.blockWrappers=this.view.state.
facet(Fm).map(s=>typeof s=="function"?s(this.view):s)}scrollIntoView(e){if(e.isSnapshot){let c=this.view.viewState.lineBlockAt(e.range.head);this.view.scrollDOM.
scrollTop=c.top-e.yMargin,this.view.scrollDOM.scrollLeft=e.xMargin;return}for(let c of this.view.state.facet(Mm))try{if(c(this.view,e.range,e))return!0}catch(f){
Je(this.view.state,f,"scroll handler")}let{range:t}=e,n=this.coordsAt(t.head,t.assoc||(t.head>t.anchor?-1:1)),r;if(!n)return;!t.empty&&(r=this.coordsAt(t.anchor,
t.anchor>t.head?-1:1))&&(n={left:Math.min(n.left,r.left),top:Math.min(n.top,r.top),right:Math.max(n.right,r.right),bottom:Math.max(n.bottom,r.bottom)});let s=ku(
this.view),o={left:n.left-s.left,top:n.top-s.top,right:n.right+s.right,bottom:n.bottom+s.bottom},{offsetWidth:a,offsetHeight:l}=this.view.scrollDOM;if(cb(this.view.
scrollDOM,o,t.head<t.anchor?-1:1,e.x,e.y,Math.max(Math.min(e.xMargin,a),-a),Math.max(Math.min(e.yMargin,l),-l),this.view.textDirection==de.LTR),window.visualViewport&&
window.innerHeight-window.visualViewport.height>1&&(n.top>window.visualViewport.offsetTop+window.visualViewport.height||n.bottom<window.visualViewport.offsetTop)){
let c=this.view.docView.lineAt(t.head,1);if(c){let f=mm(c.dom);c.dom.scrollIntoView({block:"nearest"}),gm(f,!1)}}}lineHasWidget(e){let t=n=>n.isWidget()||n.children.
some(t);return t(this.tile.resolveBlock(e,1).tile)}destroy(){Bf(this.tile)}};function Bf(i,e){let t=e?.get(i);if(t!=1){t==null&&i.destroy();for(let n of i.children)
Bf(n,e)}}function Ab(i){return Ze(i.node)&&i.node.firstChild&&(i.offset==0||i.node.childNodes[i.offset-1].contentEditable=="false")&&(i.offset==i.node.childNodes.
length||i.node.childNodes[i.offset].contentEditable=="false")}function $m(i,e){let t=i.observer.selectionRange;if(!t.focusNode)return null;let n=vm(t.focusNode,
t.focusOffset),r=Tm(t.focusNode,t.focusOffset),s=n||r;if(r&&n&&r.node!=n.node){let a=we.get(r.node);if(!a||a.isText()&&a.text!=r.node.nodeValue)s=r;else if(i.docView.
lastCompositionAfterCursor){let l=we.get(n.node);!l||l.isText()&&l.text!=n.node.nodeValue||(s=r)}}if(i.docView.lastCompositionAfterCursor=s!=n,!s)return null;let o=e-
s.offset;return{from:o,to:o+s.node.nodeValue.length,node:s.node}}function Ib(i,e,t){let n=$m(i,t);if(!n)return null;let{node:r,from:s,to:o}=n,a=r.nodeValue;if(/[\n\r]/.
test(a)||i.state.doc.sliceString(n.from,n.to)!=a)return null;let l=e.invertedDesc;return{range:new di(l.mapPos(s),l.mapPos(o),s,o),text:r}}function Db(i,e){return Ze(
i)?(e&&i.childNodes[e-1].contentEditable=="false"?1:0)|(e<i.childNodes.length&&i.childNodes[e].contentEditable=="false"?2:0):0}var Rb=class{constructor(){this.changes=
[]}compareRange(e,t){Jr(e,t,this.changes)}comparePoint(e,t){Jr(e,t,this.changes)}boundChange(e){Jr(e,e,this.changes)}};function Cb(i,e,t){let n=new Rb;return le.
compare(i,e,t,n),n.changes}var Uf=class{constructor(){this.changes=[]}compareRange(e,t){Jr(e,t,this.changes)}comparePoint(){}boundChange(e){Jr(e,e,this.changes)}};
function Pb(i,e,t){let n=new Uf;return le.compare(i,e,t,n),n.changes}function Mb(i,e){for(let t=i;t&&t!=e;t=t.assignedSlot||t.parentNode)if(Ze(t)&&t.contentEditable==
"false")return!0;return!1}function Lb(i,e){let t=!1;return e&&i.iterChangedRanges((n,r)=>{n<e.to&&r>e.from&&(t=!0)}),t}var zs=class extends Zt{constructor(e){super(),
this.height=e}toDOM(){let e=document.createElement("div");return e.className="cm-gap",this.updateDOM(e),e}eq(e){return e.height==this.height}updateDOM(e){return e.
style.height=this.height+"px",!0}get editable(){return!0}get estimatedHeight(){return this.height}ignoreEvent(){return!1}};function _b(i,e,t=1){let n=i.charCategorizer(
e),r=i.doc.lineAt(e),s=e-r.from;if(r.length==0)return D.cursor(e);s==0?t=1:s==r.length&&(t=-1);let o=s,a=s;t<0?o=ze(r.text,s,!1):a=ze(r.text,s);let l=n(r.text.slice(
o,a));for(;o>0;){let c=ze(r.text,o,!1);if(n(r.text.slice(c,o))!=l)break;o=c}for(;a<r.length;){let c=ze(r.text,a);if(n(r.text.slice(a,c))!=l)break;a=c}return D.undirectionalRange(
o+r.from,a+r.from)}function Fb(i,e,t,n,r){let s=Math.round((n-e.left)*i.defaultCharacterWidth);if(i.lineWrapping&&t.height>i.defaultLineHeight*1.5){let a=i.viewState.
heightOracle.textHeight,l=Math.floor((r-t.top-(i.defaultLineHeight-a)*.5)/a);s+=l*i.viewState.heightOracle.lineLength}let o=i.state.sliceDoc(t.from,t.to);return t.
from+kp(o,s,i.state.tabSize)}function $f(i,e,t){let n=i.lineBlockAt(e);if(Array.isArray(n.type)){let r;for(let s of n.type){if(s.from>e)break;if(!(s.to<e)){if(s.
from<e&&s.to>e)return s;(!r||s.type==nt.Text&&(r.type!=s.type||(t<0?s.from<e:s.to>e)))&&(r=s)}}return r||n}return n}function Qb(i,e,t,n){let r=$f(i,e.head,e.assoc||
-1),s=!n||r.type!=nt.Text||!(i.lineWrapping||r.widgetLineBreaks)?null:i.coordsAtPos(e.assoc<0&&e.head>r.from?e.head-1:e.head);if(s){let o=i.dom.getBoundingClientRect(),
a=i.textDirectionAt(r.from),l=i.posAndSideAtCoords({x:t==(a==de.LTR)?o.right-1:o.left+1,y:(s.top+s.bottom)/2});if(l)return D.cursor(l.pos,l.assoc)}return D.cursor(
t?r.to:r.from,t?1:-1)}function Bp(i,e,t,n){let r=i.state.doc.lineAt(e.head),s=i.bidiSpans(r),o=i.textDirectionAt(r.from);for(let a=e,l=null;;){let c=vb(r,s,o,a,
t),f=Em;if(!c){if(r.number==(t?i.state.doc.lines:1))return a;f=`
`,r=i.state.doc.line(r.number+(t?1:-1)),s=i.bidiSpans(r),c=t?D.cursor(r.from,-1):D.cursor(r.to,1)}if(l){if(!l(f))return a}else{if(!n)return c;l=n(f)}a=c}}function Vb(i,e,t){
let n=i.state.charCategorizer(e),r=n(t);return s=>{let o=n(s);return r==pt.Space&&(r=o),r==o}}function Bb(i,e,t,n){let r=e.head,s=t?1:-1;if(r==(t?i.state.doc.length:
0))return D.cursor(r,e.assoc);let o=e.goalColumn,a,l=i.contentDOM.getBoundingClientRect(),c=i.coordsAtPos(r,e.assoc||((e.empty?t:e.head==e.from)?1:-1)),f=i.documentTop;
if(c)o==null&&(o=c.left-l.left),a=s<0?c.top:c.bottom;else{let p=i.viewState.lineBlockAt(r);o==null&&(o=Math.min(l.right-l.left,i.defaultCharacterWidth*(r-p.from))),
a=(s<0?p.top:p.bottom)+f}let u=l.left+o,h=i.viewState.heightOracle.textHeight>>1,d=n??h;for(let p=0;;p+=h){let m=a+(d+p)*s,O=jf(i,{x:u,y:m},!1,s);if(t?m>l.bottom:
m<l.top)return D.cursor(O.pos,O.assoc);let v=i.coordsAtPos(O.pos,O.assoc),k=v?(v.top+v.bottom)/2:0;if(!v||(t?k>a:k<a))return D.cursor(O.pos,O.assoc,void 0,o)}}function Js(i,e,t){
for(;;){let n=0;for(let r of i)r.between(e-1,e+1,(s,o,a)=>{if(e>s&&e<o){let l=n||t||(e-s<o-e?-1:1);e=l<0?s:o,n=l}});if(!n)return e}}function jm(i,e){let t=null;
for(let n=0;n<e.ranges.length;n++){let r=e.ranges[n],s=null;if(r.empty){let o=Js(i,r.from,0);o!=r.from&&(s=D.cursor(o,-1))}else{let o=Js(i,r.from,-1),a=Js(i,r.to,
1);(o!=r.from||a!=r.to)&&(r.undirectional?s=D.undirectionalRange(r.from,r.to):s=D.range(r.from==r.anchor?o:a,r.from==r.head?o:a))}s&&(t||(t=e.ranges.slice()),t[n]=
s)}return t?D.create(t,e.mainIndex):e}function vf(i,e,t){let n=Js(i.state.facet(so).map(r=>r(i)),t.from,e.head>t.from?-1:1);return n==t.from?t:D.cursor(n,n<t.from?
1:-1)}var zt=class{constructor(e,t){this.pos=e,this.assoc=t}};function jf(i,e,t,n){let r=i.contentDOM.getBoundingClientRect(),s=r.top+i.viewState.paddingTop,{x:o,
y:a}=e,l=a-s,c;for(;;){if(l<0)return new zt(0,1);if(l>i.viewState.docHeight)return new zt(i.state.doc.length,-1);if(c=i.elementAtHeight(l),n==null)break;if(c.type==
nt.Text){if(n<0?c.to<i.viewport.from:c.from>i.viewport.to)break;let h=i.docView.coordsAt(n<0?c.from:c.to,n>0?-1:1);if(h&&(n<0?h.top<=l+s:h.bottom>=l+s))break}let u=i.
viewState.heightOracle.textHeight/2;l=n>0?c.bottom+u:c.top-u}if(i.viewport.from>=c.to||i.viewport.to<=c.from){if(t)return null;if(c.type==nt.Text){let u=Fb(i,r,
c,o,a);return new zt(u,u==c.from?1:-1)}}if(c.type!=nt.Text)return l<(c.top+c.bottom)/2?new zt(c.from,1):new zt(c.to,-1);let f=i.docView.lineAt(c.from,2);return(!f||
f.length!=c.length)&&(f=i.docView.lineAt(c.from,-2)),new qf(i,o,a,i.textDirectionAt(c.from)).scanTile(f,c.from)}var qf=class{constructor(e,t,n,r){this.view=e,this.
x=t,this.y=n,this.baseDir=r,this.line=null,this.spans=null}bidiSpansAt(e){return(!this.line||this.line.from>e||this.line.to<e)&&(this.line=this.view.state.doc.lineAt(
e),this.spans=this.view.bidiSpans(this.line)),this}baseDirAt(e,t){let{line:n,spans:r}=this.bidiSpansAt(e);return r[Jt.find(r,e-n.from,-1,t)].level==this.baseDir}dirAt(e,t){
let{line:n,spans:r}=this.bidiSpansAt(e);return r[Jt.find(r,e-n.from,-1,t)].dir}bidiIn(e,t){let{spans:n,line:r}=this.bidiSpansAt(e);return n.length>1||n.length&&
(n[0].level!=this.baseDir||n[0].to+r.from<t)}scan(e,t,n=!1){let r=0,s=e.length-1,o=new Set,a=this.bidiIn(e[0],e[s]),l,c,f=-1,u=1e9,h;e:for(;r<s;){let p=s-r,m=r+
s>>1;t:if(o.has(m)){for(let k=1;k<p;k++){let y=m+k;if(y>=s&&(y-=p),!o.has(y)){m=y;break t}}break e}o.add(m);let O=t(m),v=0;if(O)for(let k=0;k<O.length;k++){let y=O[k];
if(!(y.width==0&&O.length>1))if(y.bottom<this.y)(!l||l.bottom<y.bottom)&&(l=y),v=1;else if(y.top>this.y)(!c||c.top>y.top)&&(c=y),v=-1;else{let A=y.left>this.x?this.
x-y.left:y.right<this.x?this.x-y.right:0,b=Math.abs(A);b<u&&(f=m,u=b,h=y),A&&(v=A<0==(this.baseDir==de.LTR)?-1:1)}}v==-1&&(!a||this.baseDirAt(e[m],1))?s=m:v==1&&
(!a||this.baseDirAt(e[m+1],-1))&&(r=m+1)}if(!h){if(!c&&!l)return{i:0,after:!1};let p=l&&(!c||this.y-l.bottom<c.top-this.y)?l:c;return this.y=(p.top+p.bottom)/2,
this.scan(e,t,!0)}if(u&&!n){let{top:p,bottom:m}=h;if(l&&l.bottom>(p+p+m)/3)return this.y=l.bottom-1,this.scan(e,t,!0);if(c&&c.top<(p+m+m)/3)return this.y=c.top+
1,this.scan(e,t,!0)}let d=(a?this.dirAt(e[f],1):this.baseDir)==de.LTR;return{i:f,after:this.x>(h.left+h.right)/2==d}}scanText(e,t){let n=[];for(let s=0;s<e.length;s=
ze(e.text,s))n.push(t+s);n.push(t+e.length);let r=this.scan(n,s=>{let o=n[s]-t,a=n[s+1]-t;return ro(e.dom,o,a).getClientRects()});return r.after?new zt(n[r.i+1],
-1):new zt(n[r.i],1)}scanTile(e,t){if(!e.length)return new zt(t,1);if(e.children.length==1){let a=e.children[0];if(a.isText())return this.scanText(a,t);if(a.isComposite())
return this.scanTile(a,t)}let n=[t];for(let a=0,l=t;a<e.children.length;a++)n.push(l+=e.children[a].length);let r=this.scan(n,a=>{let l=e.children[a];return l.flags&
48?null:(Ze(l.dom)?l.dom:ro(l.dom,0,l.length)).getClientRects()}),s=e.children[r.i],o=n[r.i];return s.isText()?this.scanText(s,o):s.isComposite()?this.scanTile(
s,o):r.after?new zt(n[r.i+1],-1):new zt(o,1)}},Wr="￿",Gf=class{constructor(e,t){this.points=e,this.view=t,this.text="",this.lineSeparator=t.state.facet(ke.lineSeparator)}append(e){
this.text+=e}lineBreak(){this.text+=Wr}readRange(e,t){if(!e)return this;let n=e.parentNode;for(let r=e;;){this.findPointBefore(n,r);let s=this.text.length;this.
readNode(r);let o=we.get(r),a=r.nextSibling;if(a==t){o?.breakAfter&&!a&&n!=this.view.contentDOM&&this.lineBreak();break}let l=we.get(a);(o&&l?o.breakAfter:(o?o.
breakAfter:Ba(r))||Ba(a)&&(r.nodeName!="BR"||o?.isWidget())&&this.text.length>s)&&!$b(a,t)&&this.lineBreak(),r=a}return this.findPointBefore(n,t),this}readTextNode(e){
let t=e.nodeValue;for(let n of this.points)n.node==e&&(n.pos=this.text.length+Math.min(n.offset,t.length));for(let n=0,r=this.lineSeparator?null:/\r\n?|\n/g;;){
let s=-1,o=1,a;if(this.lineSeparator?(s=t.indexOf(this.lineSeparator,n),o=this.lineSeparator.length):(a=r.exec(t))&&(s=a.index,o=a[0].length),this.append(t.slice(
n,s<0?t.length:s)),s<0)break;if(this.lineBreak(),o>1)for(let l of this.points)l.node==e&&l.pos>this.text.length&&(l.pos-=o-1);n=s+o}}readNode(e){let t=we.get(e),
n=t&&t.overrideDOMText;if(n!=null){this.findPointInside(e,n.length);for(let r=n.iter();!r.next().done;)r.lineBreak?this.lineBreak():this.append(r.value)}else Kr(
e)?this.readTextNode(e):e.nodeName=="BR"?e.nextSibling&&this.lineBreak():Ze(e)&&this.readRange(e.firstChild,null)}findPointBefore(e,t){for(let n of this.points)
n.node==e&&e.childNodes[n.offset]==t&&(n.pos=this.text.length)}findPointInside(e,t){for(let n of this.points)(Kr(e)?n.node==e:e.contains(n.node))&&(n.pos=this.text.
length+(Ub(e,n.node,n.offset)?t:0))}};function Ub(i,e,t){for(;;){if(!e||t<Gi(e))return!1;if(e==i)return!0;t=en(e)+1,e=e.parentNode}}function $b(i,e){let t;for(;!(i==
e||!i);i=i.nextSibling){let n=we.get(i);if(!n?.isWidget())return!1;n&&(t||(t=[])).push(n)}if(t)for(let n of t){let r=n.overrideDOMText;if(r?.length)return!1}return!0}
var Ga=class{constructor(e,t){this.node=e,this.offset=t,this.pos=-1}},Wf=class{constructor(e,t,n,r){this.typeOver=r,this.bounds=null,this.text="",this.domChanged=
t>-1;let{impreciseHead:s,impreciseAnchor:o}=e.docView,a=e.state.selection;if(e.state.readOnly&&t>-1)this.newSel=null;else if(t>-1&&(this.bounds=qm(e.docView.tile,
t,n,0))){let l=s||o?[]:qb(e),c=new Gf(l,e);c.readRange(this.bounds.startDOM,this.bounds.endDOM),this.text=c.text,this.newSel=Gb(l,this.bounds.from)}else{let l=e.
observer.selectionRange,c=s&&s.node==l.focusNode&&s.offset==l.focusOffset||!Af(e.contentDOM,l.focusNode)?a.main.head:e.docView.posFromDOM(l.focusNode,l.focusOffset),
f=o&&o.node==l.anchorNode&&o.offset==l.anchorOffset||!Af(e.contentDOM,l.anchorNode)?a.main.anchor:e.docView.posFromDOM(l.anchorNode,l.anchorOffset),u=e.viewport;
if((F.ios||F.chrome)&&c!=f&&Math.min(c,f)<=a.main.from&&Math.max(c,f)>=a.main.to&&(u.from>0||u.to<e.state.doc.length)){let h=Math.min(c,f),d=Math.max(c,f),p=u.from-
h,m=u.to-d;(p==0||p==1||h==0)&&(m==0||m==-1||d==e.state.doc.length)&&(c=0,f=e.state.doc.length)}if(e.inputState.composing>-1&&a.ranges.length>1)this.newSel=a.replaceRange(
D.range(f,c));else if(e.lineWrapping&&f==c&&!(a.main.empty&&a.main.head==c)&&e.inputState.lastTouchTime>Date.now()-100){let h=e.coordsAtPos(c,-1),d=0;h&&(d=e.inputState.
lastTouchY<=h.bottom?-1:1),this.newSel=D.create([D.cursor(c,d)])}else this.newSel=D.single(f,c)}}};function qm(i,e,t,n){if(i.isComposite()){let r=-1,s=-1,o=-1,a=-1;
for(let l=0,c=n,f=n;l<i.children.length;l++){let u=i.children[l],h=c+u.length;if(c<e&&h>t)return qm(u,e,t,c);if(h>=e&&r==-1&&(r=l,s=c),c>t&&u.dom.parentNode==i.
dom){o=l,a=f;break}f=h,c=h+u.breakAfter}return{from:s,to:a<0?n+i.length:a,startDOM:(r?i.children[r-1].dom.nextSibling:null)||i.dom.firstChild,endDOM:o<i.children.
length&&o>=0?i.children[o].dom:null}}else return i.isText()?{from:n,to:n+i.length,startDOM:i.dom,endDOM:i.dom.nextSibling}:null}function Gm(i,e){let t,{newSel:n}=e,
{state:r}=i,s=r.selection.main,o=i.inputState.lastKeyTime>Date.now()-100?i.inputState.lastKeyCode:-1;if(e.bounds){let{from:a,to:l}=e.bounds,c=s.from,f=null;(o===
8||F.android&&e.text.length<l-a)&&(c=s.to,f="end");let u=r.doc.sliceString(a,l,Wr),h,d;!s.empty&&s.from>=a&&s.to<=l&&(e.typeOver||u!=e.text)&&u.slice(0,s.from-a)==
e.text.slice(0,s.from-a)&&u.slice(s.to-a)==e.text.slice(h=e.text.length-(u.length-(s.to-a)))?t={from:s.from,to:s.to,insert:se.of(e.text.slice(s.from-a,h).split(
Wr))}:(d=Wm(u,e.text,c-a,f))&&(F.chrome&&o==13&&d.toB==d.from+2&&e.text.slice(d.from,d.toB)==Wr+Wr&&d.toB--,t={from:a+d.from,to:a+d.toA,insert:se.of(e.text.slice(
d.from,d.toB).split(Wr))})}else n&&(!i.hasFocus&&r.facet(ji)||Hf(n,s))&&(n=null);if(!t&&!n)return!1;if((F.mac||F.android)&&t&&t.from==t.to&&t.from==s.head-1&&/^\. ?$/.
test(t.insert.toString())&&i.contentDOM.getAttribute("autocorrect")=="off"?(n&&t.insert.length==2&&(n=D.single(n.main.anchor-1,n.main.head-1)),t={from:t.from,to:t.
to,insert:se.of([t.insert.toString().replace("."," ")])}):r.doc.lineAt(s.from).to<s.to&&i.docView.lineHasWidget(s.to)&&i.inputState.insertingTextAt>Date.now()-50?
t={from:s.from,to:s.to,insert:r.toText(i.inputState.insertingText)}:F.chrome&&t&&t.from==t.to&&t.from==s.head&&t.insert.toString()==`
 `&&i.lineWrapping&&(n&&(n=D.single(n.main.anchor-1,n.main.head-1)),t={from:s.from,to:s.to,insert:se.of([" "])}),t)return Eu(i,t,n,o);if(n&&!Hf(n,s)){let a=!1,l="\
select";return i.inputState.lastSelectionTime>Date.now()-50&&(i.inputState.lastSelectionOrigin=="select"&&(a=!0),l=i.inputState.lastSelectionOrigin,l=="select.p\
ointer"&&(n=jm(r.facet(so).map(c=>c(i)),n))),i.dispatch({selection:n,scrollIntoView:a,userEvent:l}),!0}else return!1}function Eu(i,e,t,n=-1){if(F.ios&&i.inputState.
flushIOSKey(e))return!0;let r=i.state.selection.main;if(F.android&&(e.to==r.to&&(e.from==r.from||e.from==r.from-1&&i.state.sliceDoc(e.from,r.from)==" ")&&e.insert.
length==1&&e.insert.lines==2&&Zr(i.contentDOM,"Enter",13)||(e.from==r.from-1&&e.to==r.to&&e.insert.length==0||n==8&&e.insert.length<e.to-e.from&&e.to>r.head)&&Zr(
i.contentDOM,"Backspace",8)||e.from==r.from&&e.to==r.to+1&&e.insert.length==0&&Zr(i.contentDOM,"Delete",46)))return!0;let s=e.insert.toString();i.inputState.composing>=
0&&i.inputState.composing++;let o,a=()=>o||(o=jb(i,e,t));return i.state.facet(Dm).some(l=>l(i,e.from,e.to,s,a))||i.dispatch(a()),!0}function jb(i,e,t){let n,r=i.
state,s=r.selection.main,o=-1;if(e.from==e.to&&e.from<s.from||e.from>s.to){let l=e.from<s.from?-1:1,c=l<0?s.from:s.to,f=Js(r.facet(so).map(u=>u(i)),c,l);e.from==
f&&(o=f)}if(o>-1)n={changes:e,selection:D.cursor(e.from+e.insert.length,-1)};else if(e.from>=s.from&&e.to<=s.to&&e.to-e.from>=(s.to-s.from)/3&&(!t||t.main.empty&&
t.main.from==e.from+e.insert.length)&&i.inputState.composing<0){let l=s.from<e.from?r.sliceDoc(s.from,e.from):"",c=s.to>e.to?r.sliceDoc(e.to,s.to):"";n=r.replaceSelection(
i.state.toText(l+e.insert.sliceString(0,void 0,i.state.lineBreak)+c))}else{let l=r.changes(e),c=t&&t.main.to<=l.newLength?t.main:void 0;if(r.selection.ranges.length>
1&&(i.inputState.composing>=0||i.inputState.compositionPendingChange)&&e.to<=s.to+10&&e.to>=s.to-10){let f=i.state.sliceDoc(e.from,e.to),u,h=t&&$m(i,t.main.head);
if(h){let p=e.insert.length-(e.to-e.from);u={from:h.from,to:h.to-p}}else u=i.state.doc.lineAt(s.head);let d=s.to-e.to;n=r.changeByRange(p=>{if(p.from==s.from&&p.
to==s.to)return{changes:l,range:c||p.map(l)};let m=p.to-d,O=m-f.length;if(i.state.sliceDoc(O,m)!=f||m>=u.from&&O<=u.to)return{range:p};let v=r.changes({from:O,to:m,
insert:e.insert}),k=p.to-s.to;return{changes:v,range:c?D.range(Math.max(0,c.anchor+k),Math.max(0,c.head+k)):p.map(v)}})}else n={changes:l,selection:c&&r.selection.
replaceRange(c)}}let a="input.type";return(i.composing||i.inputState.compositionPendingChange&&i.inputState.compositionEndedAt>Date.now()-50)&&(i.inputState.compositionPendingChange=
!1,a+=".compose",i.inputState.compositionFirstChange&&(a+=".start",i.inputState.compositionFirstChange=!1)),r.update(n,{userEvent:a,scrollIntoView:!0})}function Wm(i,e,t,n){
let r=Math.min(i.length,e.length),s=0;for(;s<r&&i.charCodeAt(s)==e.charCodeAt(s);)s++;if(s==r&&i.length==e.length)return null;let o=i.length,a=e.length;for(;o>0&&
a>0&&i.charCodeAt(o-1)==e.charCodeAt(a-1);)o--,a--;if(n=="end"){let l=Math.max(0,s-Math.min(o,a));t-=o+l-s}if(o<s&&i.length<e.length){let l=t<=s&&t>=o?s-t:0;s-=
l,a=s+(a-o),o=s}else if(a<s){let l=t<=s&&t>=a?s-t:0;s-=l,o=s+(o-a),a=s}return{from:s,toA:o,toB:a}}function qb(i){let e=[];if(i.root.activeElement!=i.contentDOM)
return e;let{anchorNode:t,anchorOffset:n,focusNode:r,focusOffset:s}=i.observer.selectionRange;return t&&(e.push(new Ga(t,n)),(r!=t||s!=n)&&e.push(new Ga(r,s))),
e}function Gb(i,e){if(i.length==0)return null;let t=i[0].pos,n=i.length==2?i[1].pos:t;return t<0||n<0?null:t==n?D.create([D.cursor(n+e,-1)]):D.single(t+e,n+e)}function Hf(i,e){
return e.head==i.main.head&&e.anchor==i.main.anchor}var Xf=class{setSelectionOrigin(e){this.lastSelectionOrigin=e,this.lastSelectionTime=Date.now()}constructor(e){
this.view=e,this.lastKeyCode=0,this.lastKeyTime=0,this.touchActive=!1,this.lastTouchTime=0,this.lastTouchX=0,this.lastTouchY=0,this.lastFocusTime=0,this.lastScrollTop=
0,this.lastScrollLeft=0,this.lastWheelEvent=0,this.pendingIOSKey=void 0,this.lastIOSMomentumScroll=0,this.tabFocusMode=-1,this.lastSelectionOrigin=null,this.lastSelectionTime=
0,this.lastContextMenu=0,this.scrollHandlers=[],this.handlers=Object.create(null),this.composing=-1,this.compositionFirstChange=null,this.compositionEndedAt=0,this.
compositionPendingKey=!1,this.compositionPendingChange=!1,this.insertingText="",this.insertingTextAt=0,this.mouseSelection=null,this.draggedContent=null,this.handleEvent=
this.handleEvent.bind(this),this.notifiedFocused=e.hasFocus,F.safari&&e.contentDOM.addEventListener("input",()=>null),F.gecko&&oS(e.contentDOM.ownerDocument)}handleEvent(e){
!Kb(this.view,e)||this.ignoreDuringComposition(e)||e.type=="keydown"&&this.keydown(e)||(this.view.updateState!=0?Promise.resolve().then(()=>this.runHandlers(e.type,
e)):this.runHandlers(e.type,e))}runHandlers(e,t){let n=this.handlers[e];if(n){for(let r of n.observers)r(this.view,t);for(let r of n.handlers){if(t.defaultPrevented)
break;if(r(this.view,t)){t.preventDefault();break}}}}ensureHandlers(e){let t=Hb(e),n=this.handlers,r=this.view.contentDOM;for(let s in t)if(s!="scroll"){let o=!t[s].
handlers.length,a=n[s];a&&o!=!a.handlers.length&&(r.removeEventListener(s,this.handleEvent),a=null),a||r.addEventListener(s,this.handleEvent,{passive:o})}for(let s in n)
s!="scroll"&&!t[s]&&r.removeEventListener(s,this.handleEvent);this.handlers=t}keydown(e){if(this.lastKeyCode=e.keyCode,this.lastKeyTime=Date.now(),e.keyCode==9&&
this.tabFocusMode>-1&&(!this.tabFocusMode||Date.now()<=this.tabFocusMode))return!0;if(this.tabFocusMode>0&&e.keyCode!=27&&Xm.indexOf(e.keyCode)<0&&(this.tabFocusMode=
-1),F.android&&F.chrome&&!e.synthetic&&(e.keyCode==13||e.keyCode==8))return this.view.observer.delayAndroidKey(e.key,e.keyCode),!0;if(F.ios&&!e.synthetic&&!e.altKey&&
!e.metaKey&&(Hm.some(t=>t.keyCode==e.keyCode)&&!e.ctrlKey||Xb.indexOf(e.key)>-1&&e.ctrlKey)){let t={ctrlKey:e.ctrlKey,altKey:e.altKey,metaKey:e.metaKey,shiftKey:e.
shiftKey};t.shiftKey&&F.ios&&!/^(off|none)$/.test(this.view.contentDOM.autocapitalize)&&Wb(this.view.win)&&(t.shiftKey=!1);let n=this.pendingIOSKey={key:e.key,keyCode:e.
keyCode,mods:t};return setTimeout(()=>{this.pendingIOSKey==n&&this.flushIOSKey()},50),!0}return e.keyCode!=229&&this.view.observer.forceFlush(),!1}flushIOSKey(e){
let t=this.pendingIOSKey;return!t||this.view.observer.pendingRecords().length||t.key=="Enter"&&e&&e.from<e.to&&/^\S+$/.test(e.insert.toString())?!1:(this.pendingIOSKey=
void 0,Zr(this.view.contentDOM,t.key,t.keyCode,t.mods))}ignoreDuringComposition(e){return!/^key/.test(e.type)||e.synthetic?!1:this.composing>0?!0:F.safari&&!F.ios&&
this.compositionPendingKey&&Date.now()-this.compositionEndedAt<100?(this.compositionPendingKey=!1,!0):!1}startMouseSelection(e){this.mouseSelection&&this.mouseSelection.
destroy(),this.mouseSelection=e}update(e){this.view.observer.update(e),this.mouseSelection&&this.mouseSelection.update(e),this.draggedContent&&e.docChanged&&(this.
draggedContent=this.draggedContent.map(e.changes)),e.transactions.length&&(this.lastKeyCode=this.lastSelectionTime=0)}destroy(){this.mouseSelection&&this.mouseSelection.
destroy()}};function Wb(i){return i.visualViewport?i.visualViewport.height*i.visualViewport.scale/i.document.documentElement.clientHeight<.85:!1}function Up(i,e){
return(t,n)=>{try{return e.call(i,n,t)}catch(r){Je(t.state,r)}}}function Hb(i){let e=Object.create(null);function t(n){return e[n]||(e[n]={observers:[],handlers:[]})}
for(let n of i){let r=n.spec,s=r&&r.plugin.domEventHandlers,o=r&&r.plugin.domEventObservers;if(s)for(let a in s){let l=s[a];l&&t(a).handlers.push(Up(n.value,l))}
if(o)for(let a in o){let l=o[a];l&&t(a).observers.push(Up(n.value,l))}}for(let n in pi)t(n).handlers.push(pi[n]);for(let n in Ot)t(n).observers.push(Ot[n]);return e}
var Hm=[{key:"Backspace",keyCode:8,inputType:"deleteContentBackward"},{key:"Enter",keyCode:13,inputType:"insertParagraph"},{key:"Enter",keyCode:13,inputType:"in\
sertLineBreak"},{key:"Delete",keyCode:46,inputType:"deleteContentForward"}],Xb="dthko",Xm=[16,17,18,20,91,92,224,225],Na=6;function Aa(i){return Math.max(0,i)*.7+
8}function Yb(i,e){return Math.max(Math.abs(i.clientX-e.clientX),Math.abs(i.clientY-e.clientY))}var Yf=class{constructor(e,t,n,r){this.view=e,this.startEvent=t,
this.style=n,this.mustSelect=r,this.scrollSpeed={x:0,y:0},this.scrolling=-1,this.lastEvent=t,this.scrollParents=pm(e.contentDOM),this.atoms=e.state.facet(so).map(
o=>o(e));let s=e.contentDOM.ownerDocument;s.addEventListener("mousemove",this.move=this.move.bind(this)),s.addEventListener("mouseup",this.up=this.up.bind(this)),
this.extend=t.shiftKey,this.multiple=e.state.facet(ke.allowMultipleSelections)&&zb(e,t),this.dragging=Zb(e,t)&&Jm(t)==1?null:!1}start(e){this.dragging===!1&&this.
select(e)}move(e){if(e.buttons==0)return this.destroy();if(this.dragging||this.dragging==null&&Yb(this.startEvent,e)<10)return;this.select(this.lastEvent=e);let t=0,
n=0,r=0,s=0,o=this.view.win.innerWidth,a=this.view.win.innerHeight;this.scrollParents.x&&({left:r,right:o}=this.scrollParents.x.getBoundingClientRect()),this.scrollParents.
y&&({top:s,bottom:a}=this.scrollParents.y.getBoundingClientRect());let l=ku(this.view);e.clientX-l.left<=r+Na?t=-Aa(r-e.clientX):e.clientX+l.right>=o-Na&&(t=Aa(
e.clientX-o)),e.clientY-l.top<=s+Na?n=-Aa(s-e.clientY):e.clientY+l.bottom>=a-Na&&(n=Aa(e.clientY-a)),this.setScrollSpeed(t,n)}up(e){this.dragging==null&&this.select(
this.lastEvent),this.dragging||e.preventDefault(),this.destroy()}destroy(){this.setScrollSpeed(0,0);let e=this.view.contentDOM.ownerDocument;e.removeEventListener(
"mousemove",this.move),e.removeEventListener("mouseup",this.up),this.view.inputState.mouseSelection=this.view.inputState.draggedContent=null}setScrollSpeed(e,t){
this.scrollSpeed={x:e,y:t},e||t?this.scrolling<0&&(this.scrolling=setInterval(()=>this.scroll(),50)):this.scrolling>-1&&(clearInterval(this.scrolling),this.scrolling=
-1)}scroll(){let{x:e,y:t}=this.scrollSpeed;e&&this.scrollParents.x&&(this.scrollParents.x.scrollLeft+=e,e=0),t&&this.scrollParents.y&&(this.scrollParents.y.scrollTop+=
t,t=0),(e||t)&&this.view.win.scrollBy(e,t),this.dragging===!1&&this.select(this.lastEvent)}select(e){let{view:t}=this,n=jm(this.atoms,this.style.get(e,this.extend,
this.multiple));(this.mustSelect||!n.eq(t.state.selection,this.dragging===!1))&&this.view.dispatch({selection:n,userEvent:"select.pointer"}),this.mustSelect=!1}update(e){
e.transactions.some(t=>t.isUserEvent("input.type"))?this.destroy():this.style.update(e)&&setTimeout(()=>this.select(this.lastEvent),20)}};function zb(i,e){let t=i.
state.facet(wm);return t.length?t[0](e):F.mac?e.metaKey:e.ctrlKey}function Jb(i,e){let t=i.state.facet(Nm);return t.length?t[0](e):F.mac?!e.altKey:!e.ctrlKey}function Zb(i,e){
let{main:t}=i.state.selection;if(t.empty)return!1;let n=no(i.root);if(!n||n.rangeCount==0)return!0;let r=n.getRangeAt(0).getClientRects();for(let s=0;s<r.length;s++){
let o=r[s];if(o.left<=e.clientX&&o.right>=e.clientX&&o.top<=e.clientY&&o.bottom>=e.clientY)return!0}return!1}function Kb(i,e){if(!e.bubbles)return!0;if(e.defaultPrevented)
return!1;for(let t=e.target,n;t!=i.contentDOM;t=t.parentNode)if(!t||t.nodeType==11||(n=we.get(t))&&n.isWidget()&&!n.isHidden&&n.widget.ignoreEvent(e))return!1;return!0}
var pi=Object.create(null),Ot=Object.create(null),Ym=F.ie&&F.ie_version<15||F.ios&&F.webkit_version<604;function eS(i){let e=i.dom.parentNode;if(!e)return;let t=e.
appendChild(document.createElement("textarea"));t.style.cssText="position: fixed; left: -10000px; top: 10px",t.focus(),setTimeout(()=>{i.focus(),t.remove(),zm(i,
t.value)},50)}function rl(i,e,t){for(let n of i.facet(e))t=n(t,i);return t}function zm(i,e){e=rl(i.state,Tu,e);let{state:t}=i,n,r=1,s=t.toText(e),o=s.lines==t.selection.
ranges.length;if(zf!=null&&t.selection.ranges.every(l=>l.empty)&&zf==s.toString()){let l=-1;n=t.changeByRange(c=>{let f=t.doc.lineAt(c.from);if(f.from==l)return{
range:c};l=f.from;let u=t.toText((o?s.line(r++).text:e)+t.lineBreak);return{changes:{from:f.from,insert:u},range:D.cursor(c.from+u.length,-1)}})}else o?n=t.changeByRange(
l=>{let c=s.line(r++);return{changes:{from:l.from,to:l.to,insert:c.text},range:D.cursor(l.from+c.length,-1)}}):n=t.replaceSelection(s);i.dispatch(n,{userEvent:"\
input.paste",scrollIntoView:!0})}Ot.scroll=i=>{let e=i.inputState;e.lastScrollTop=i.scrollDOM.scrollTop,e.lastScrollLeft=i.scrollDOM.scrollLeft,F.ios&&!e.touchActive&&
(e.lastIOSMomentumScroll=Date.now())};Ot.wheel=Ot.mousewheel=i=>{i.inputState.lastWheelEvent=Date.now()};pi.keydown=(i,e)=>(i.inputState.setSelectionOrigin("sel\
ect"),e.keyCode==27&&i.inputState.tabFocusMode!=0&&(i.inputState.tabFocusMode=Date.now()+2e3),!1);Ot.touchstart=(i,e)=>{let t=i.inputState,n=e.targetTouches[0];
t.touchActive=!0,t.lastTouchTime=Date.now(),n&&(t.lastTouchX=n.clientX,t.lastTouchY=n.clientY),t.setSelectionOrigin("select.pointer")};Ot.touchmove=i=>{i.inputState.
setSelectionOrigin("select.pointer")};Ot.touchend=(i,e)=>{i.inputState.touchActive=!1};pi.mousedown=(i,e)=>{if(i.observer.flush(),i.inputState.lastTouchTime>Date.
now()-2e3)return!1;let t=null;for(let n of i.state.facet(Am))if(t=n(i,e),t)break;if(!t&&e.button==0&&(t=iS(i,e)),t){let n=!i.hasFocus;i.inputState.startMouseSelection(
new Yf(i,e,t,n)),n&&i.observer.ignore(()=>{Om(i.contentDOM);let s=i.root.activeElement;s&&!s.contains(i.contentDOM)&&s.blur()});let r=i.inputState.mouseSelection;
if(r)return r.start(e),r.dragging===!1}else i.inputState.setSelectionOrigin("select.pointer");return!1};function $p(i,e,t,n){if(n==1)return D.cursor(e,t);if(n==
2)return _b(i.state,e,t);{let r=i.docView.lineAt(e,t),s=i.state.doc.lineAt(r?r.posAtEnd:e),o=r?r.posAtStart:s.from,a=r?r.posAtEnd:s.to;return a<i.state.doc.length&&
a==s.to&&a++,D.undirectionalRange(o,a)}}var tS=F.ie&&F.ie_version<=11,jp=null,qp=0,Gp=0;function Jm(i){if(!tS)return i.detail;let e=jp,t=Gp;return jp=i,Gp=Date.
now(),qp=!e||t>Date.now()-400&&Math.abs(e.clientX-i.clientX)<2&&Math.abs(e.clientY-i.clientY)<2?(qp+1)%3:1}function iS(i,e){let t=i.posAndSideAtCoords({x:e.clientX,
y:e.clientY},!1),n=Jm(e),r=i.state.selection;return{update(s){s.docChanged&&(t.pos=s.changes.mapPos(t.pos),r=r.map(s.changes))},get(s,o,a){let l=i.posAndSideAtCoords(
{x:s.clientX,y:s.clientY},!1),c,f=$p(i,l.pos,l.assoc,n);if(t.pos!=l.pos&&!o){let u=$p(i,t.pos,t.assoc,n),h=Math.min(u.from,f.from),d=Math.max(u.to,f.to);f=h<f.from?
D.range(h,d,f.assoc):D.range(d,h,f.assoc)}return o?r.replaceRange(r.main.extend(f.from,f.to,f.assoc)):a&&n==1&&r.ranges.length>1&&(c=nS(r,l.pos))?c:a?r.addRange(
f):D.create([f])}}}function nS(i,e){for(let t=0;t<i.ranges.length;t++){let{from:n,to:r}=i.ranges[t];if(n<=e&&r>=e)return D.create(i.ranges.slice(0,t).concat(i.ranges.
slice(t+1)),i.mainIndex==t?0:i.mainIndex-(i.mainIndex>t?1:0))}return null}pi.dragstart=(i,e)=>{let{selection:{main:t}}=i.state;if(e.target.draggable){let r=i.docView.
tile.nearest(e.target);if(r&&r.isWidget()){let s=r.posAtStart,o=s+r.length;(s>=t.to||o<=t.from)&&(t=D.undirectionalRange(s,o))}}let{inputState:n}=i;return n.mouseSelection&&
(n.mouseSelection.dragging=!0),n.draggedContent=t,e.dataTransfer&&(e.dataTransfer.setData("Text",rl(i.state,bu,i.state.sliceDoc(t.from,t.to))),e.dataTransfer.effectAllowed=
"copyMove"),!1};pi.dragend=i=>(i.inputState.draggedContent=null,!1);function Wp(i,e,t,n){if(t=rl(i.state,Tu,t),!t)return;let r=i.posAtCoords({x:e.clientX,y:e.clientY},
!1),{draggedContent:s}=i.inputState,o=n&&s&&Jb(i,e)?{from:s.from,to:s.to}:null,a={from:r,insert:t},l=i.state.changes(o?[o,a]:a);i.focus(),i.dispatch({changes:l,
selection:{anchor:l.mapPos(r,-1),head:l.mapPos(r,1)},userEvent:o?"move.drop":"input.drop"}),i.inputState.draggedContent=null}pi.drop=(i,e)=>{if(!e.dataTransfer)
return!1;if(i.state.readOnly)return!0;let t=e.dataTransfer.files;if(t&&t.length){let n=Array(t.length),r=0,s=()=>{++r==t.length&&Wp(i,e,n.filter(o=>o!=null).join(
i.state.lineBreak),!1)};for(let o=0;o<t.length;o++){let a=new FileReader;a.onerror=s,a.onload=()=>{/[\x00-\x08\x0e-\x1f]{2}/.test(a.result)||(n[o]=a.result),s()},
a.readAsText(t[o])}return!0}else{let n=e.dataTransfer.getData("Text");if(n)return Wp(i,e,n,!0),!0}return!1};pi.paste=(i,e)=>{if(i.state.readOnly)return!0;i.observer.
flush();let t=Ym?null:e.clipboardData;return t?(zm(i,t.getData("text/plain")||t.getData("text/uri-list")),!0):(eS(i),!1)};function rS(i,e){let t=i.dom.parentNode;
if(!t)return;let n=t.appendChild(document.createElement("textarea"));n.style.cssText="position: fixed; left: -10000px; top: 10px",n.value=e,n.focus(),n.selectionEnd=
e.length,n.selectionStart=0,setTimeout(()=>{n.remove(),i.focus()},50)}function sS(i){let e=[],t=[],n=!1;for(let r of i.selection.ranges)r.empty||(e.push(i.sliceDoc(
r.from,r.to)),t.push(r));if(!e.length){let r=-1;for(let{from:s}of i.selection.ranges){let o=i.doc.lineAt(s);o.number>r&&(e.push(o.text),t.push({from:o.from,to:Math.
min(i.doc.length,o.to+1)})),r=o.number}n=!0}return{text:rl(i,bu,e.join(i.lineBreak)),ranges:t,linewise:n}}var zf=null;pi.copy=pi.cut=(i,e)=>{if(!Ws(i.contentDOM,
i.observer.selectionRange))return!1;let{text:t,ranges:n,linewise:r}=sS(i.state);if(!t&&!r)return!1;zf=r?t:null,e.type=="cut"&&!i.state.readOnly&&i.dispatch({changes:n,
scrollIntoView:!0,userEvent:"delete.cut"});let s=Ym?null:e.clipboardData;return s?(s.clearData(),s.setData("text/plain",t),!0):(rS(i,t),!1)};var Zm=xt.define();
function Km(i,e){let t=[];for(let n of i.facet(Rm)){let r=n(i,e);r&&t.push(r)}return t.length?i.update({effects:t,annotations:Zm.of(!0)}):null}function eg(i){setTimeout(
()=>{let e=i.hasFocus;if(e!=i.inputState.notifiedFocused){let t=Km(i.state,e);t?i.dispatch(t):i.update([])}},10)}Ot.focus=i=>{i.inputState.lastFocusTime=Date.now(),
!i.scrollDOM.scrollTop&&(i.inputState.lastScrollTop||i.inputState.lastScrollLeft)&&(i.scrollDOM.scrollTop=i.inputState.lastScrollTop,i.scrollDOM.scrollLeft=i.inputState.
lastScrollLeft),eg(i)};Ot.blur=i=>{i.observer.clearSelectionRange(),eg(i)};Ot.compositionstart=Ot.compositionupdate=(i,e)=>{if(!i.observer.editContext&&(i.inputState.
compositionFirstChange==null&&(i.inputState.compositionFirstChange=!0),i.inputState.composing<0)){let{main:t}=i.state.selection;!t.empty&&i.lineBlockAt(t.from).
from!=i.lineBlockAt(t.to).from&&!i.state.readOnly&&i.dispatch({changes:i.state.selection.ranges.filter(n=>!n.empty).map(n=>({from:n.from,to:n.to})),userEvent:"i\
nput"}),i.inputState.composing=0}};Ot.compositionend=i=>{i.observer.editContext||(i.inputState.composing=-1,i.inputState.compositionEndedAt=Date.now(),i.inputState.
compositionPendingKey=!0,i.inputState.compositionPendingChange=i.observer.pendingRecords().length>0,i.inputState.compositionFirstChange=null,F.chrome&&F.android?
i.observer.flushSoon():i.inputState.compositionPendingChange?Promise.resolve().then(()=>i.observer.flush()):setTimeout(()=>{i.inputState.composing<0&&i.docView.
hasComposition&&i.update([])},50))};Ot.contextmenu=i=>{i.inputState.lastContextMenu=Date.now()};pi.beforeinput=(i,e)=>{var t,n;if((e.inputType=="insertText"||e.
inputType=="insertCompositionText")&&(i.inputState.insertingText=e.data,i.inputState.insertingTextAt=Date.now()),e.inputType=="insertReplacementText"&&i.observer.
editContext){let s=(t=e.dataTransfer)===null||t===void 0?void 0:t.getData("text/plain"),o=e.getTargetRanges();if(s&&o.length){let a=o[0],l=i.posAtDOM(a.startContainer,
a.startOffset),c=i.posAtDOM(a.endContainer,a.endOffset);return Eu(i,{from:l,to:c,insert:i.state.toText(s)},null),!0}}let r;if(F.chrome&&F.android&&(r=Hm.find(s=>s.
inputType==e.inputType))&&(i.observer.delayAndroidKey(r.key,r.keyCode),r.key=="Backspace"||r.key=="Delete")){let s=((n=window.visualViewport)===null||n===void 0?
void 0:n.height)||0;setTimeout(()=>{var o;(((o=window.visualViewport)===null||o===void 0?void 0:o.height)||0)>s+10&&i.hasFocus&&(i.contentDOM.blur(),i.focus())},
100)}return F.ios&&e.inputType=="deleteContentForward"&&i.observer.flushSoon(),F.safari&&e.inputType=="insertText"&&i.inputState.composing>=0&&setTimeout(()=>Ot.
compositionend(i,e),20),!1};var Hp=new Set;function oS(i){Hp.has(i)||(Hp.add(i),i.addEventListener("copy",()=>{}),i.addEventListener("cut",()=>{}))}var Xp=["pre\
-wrap","normal","pre-line","break-spaces"],ss=!1;function Yp(){ss=!1}var Jf=class{constructor(e){this.lineWrapping=e,this.doc=se.empty,this.heightSamples={},this.
lineHeight=14,this.charWidth=7,this.textHeight=14,this.lineLength=30}heightForGap(e,t){let n=this.doc.lineAt(t).number-this.doc.lineAt(e).number+1;return this.lineWrapping&&
(n+=Math.max(0,Math.ceil((t-e-n*this.lineLength*.5)/this.lineLength))),this.lineHeight*n}heightForLine(e){return this.lineWrapping?(1+Math.max(0,Math.ceil((e-this.
lineLength)/Math.max(1,this.lineLength-5))))*this.lineHeight:this.lineHeight}setDoc(e){return this.doc=e,this}mustRefreshForWrapping(e){return Xp.indexOf(e)>-1!=
this.lineWrapping}mustRefreshForHeights(e){let t=!1;for(let n=0;n<e.length;n++){let r=e[n];r<0?n++:this.heightSamples[Math.floor(r*10)]||(t=!0,this.heightSamples[Math.
floor(r*10)]=!0)}return t}refresh(e,t,n,r,s,o){let a=Xp.indexOf(e)>-1,l=Math.abs(t-this.lineHeight)>.3||this.lineWrapping!=a;if(this.lineWrapping=a,this.lineHeight=
t,this.charWidth=n,this.textHeight=r,this.lineLength=s,l){this.heightSamples={};for(let c=0;c<o.length;c++){let f=o[c];f<0?c++:this.heightSamples[Math.floor(f*10)]=
!0}}return l}},Zf=class{constructor(e,t){this.from=e,this.heights=t,this.index=0}get more(){return this.index<this.heights.length}},hi=class i{constructor(e,t,n,r,s){
this.from=e,this.length=t,this.top=n,this.height=r,this._content=s}get type(){return typeof this._content=="number"?nt.Text:Array.isArray(this._content)?this._content:
this._content.type}get to(){return this.from+this.length}get bottom(){return this.top+this.height}get widget(){return this._content instanceof Bn?this._content.
widget:null}get widgetLineBreaks(){return typeof this._content=="number"?this._content:0}join(e){let t=(Array.isArray(this._content)?this._content:[this]).concat(
Array.isArray(e._content)?e._content:[e]);return new i(this.from,this.length+e.length,this.top,this.height+e.height,t)}},be=(function(i){return i[i.ByPos=0]="By\
Pos",i[i.ByHeight=1]="ByHeight",i[i.ByPosNoHeight=2]="ByPosNoHeight",i})(be||(be={})),_a=.001,Vt=class i{constructor(e,t,n=2){this.length=e,this.height=t,this.flags=
n}get outdated(){return(this.flags&2)>0}set outdated(e){this.flags=(e?2:0)|this.flags&-3}setHeight(e){this.height!=e&&(Math.abs(this.height-e)>_a&&(ss=!0),this.
height=e)}replace(e,t,n){return i.of(n)}decomposeLeft(e,t){t.push(this)}decomposeRight(e,t){t.push(this)}applyChanges(e,t,n,r){let s=this,o=n.doc;for(let a=r.length-
1;a>=0;a--){let{fromA:l,toA:c,fromB:f,toB:u}=r[a],h=s.lineAt(l,be.ByPosNoHeight,n.setDoc(t),0,0),d=h.to>=c?h:s.lineAt(c,be.ByPosNoHeight,n,0,0);for(u+=d.to-c,c=
d.to;a>0&&h.from<=r[a-1].toA;)l=r[a-1].fromA,f=r[a-1].fromB,a--,l<h.from&&(h=s.lineAt(l,be.ByPosNoHeight,n,0,0));f+=h.from-l,l=h.from;let p=eu.build(n.setDoc(o),
e,f,u);s=Wa(s,s.replace(l,c,p))}return s.updateHeight(n,0)}static empty(){return new Yt(0,0,0)}static of(e){if(e.length==1)return e[0];let t=0,n=e.length,r=0,s=0;
for(;;)if(t==n)if(r>s*2){let a=e[t-1];a.break?e.splice(--t,1,a.left,null,a.right):e.splice(--t,1,a.left,a.right),n+=1+a.break,r-=a.size}else if(s>r*2){let a=e[n];
a.break?e.splice(n,1,a.left,null,a.right):e.splice(n,1,a.left,a.right),n+=2+a.break,s-=a.size}else break;else if(r<s){let a=e[t++];a&&(r+=a.size)}else{let a=e[--n];
a&&(s+=a.size)}let o=!1;return e[t-1]==null?(o=!0,t--):e[t]==null&&(o=!0,n++),new Kf(i.of(e.slice(0,t)),o,i.of(e.slice(n)))}};function Wa(i,e){return i==e?i:(i.
constructor!=e.constructor&&(ss=!0),e)}Vt.prototype.size=1;var aS=re.replace({}),Ha=class extends Vt{constructor(e,t,n){super(e,t),this.deco=n,this.spaceAbove=0}mainBlock(e,t){
return new hi(t,this.length,e+this.spaceAbove,this.height-this.spaceAbove,this.deco||0)}blockAt(e,t,n,r){return this.spaceAbove&&e<n+this.spaceAbove?new hi(r,0,
n,this.spaceAbove,aS):this.mainBlock(n,r)}lineAt(e,t,n,r,s){let o=this.mainBlock(r,s);return this.spaceAbove?this.blockAt(0,n,r,s).join(o):o}forEachLine(e,t,n,r,s,o){
e<=s+this.length&&t>=s&&o(this.lineAt(0,be.ByPos,n,r,s))}setMeasuredHeight(e){let t=e.heights[e.index++];t<0?(this.spaceAbove=-t,t=e.heights[e.index++]):this.spaceAbove=
0,this.setHeight(t)}updateHeight(e,t=0,n=!1,r){return r&&r.from<=t&&r.more&&this.setMeasuredHeight(r),this.outdated=!1,this}toString(){return`block(${this.length}\
)`}},Yt=class i extends Ha{constructor(e,t,n){super(e,t,null),this.collapsed=0,this.widgetHeight=0,this.breaks=0,this.spaceAbove=n}mainBlock(e,t){return new hi(
t,this.length,e+this.spaceAbove,this.height-this.spaceAbove,this.breaks)}replace(e,t,n){let r=n[0];return n.length==1&&(r instanceof i||r instanceof Ki&&r.flags&
4)&&Math.abs(this.length-r.length)<10?(r instanceof Ki?r=new i(r.length,this.height,this.spaceAbove):r.height=this.height,this.outdated||(r.outdated=!1),r):Vt.of(
n)}updateHeight(e,t=0,n=!1,r){return r&&r.from<=t&&r.more?this.setMeasuredHeight(r):(n||this.outdated)&&(this.spaceAbove=0,this.setHeight(Math.max(this.widgetHeight,
e.heightForLine(this.length-this.collapsed))+this.breaks*e.lineHeight)),this.outdated=!1,this}toString(){return`line(${this.length}${this.collapsed?-this.collapsed:
""}${this.widgetHeight?":"+this.widgetHeight:""})`}},Ki=class i extends Vt{constructor(e){super(e,0)}heightMetrics(e,t){let n=e.doc.lineAt(t).number,r=e.doc.lineAt(
t+this.length).number,s=r-n+1,o,a=0;if(e.lineWrapping){let l=Math.min(this.height,e.lineHeight*s);o=l/s,this.length>s+1&&(a=(this.height-l)/(this.length-s-1))}else
o=this.height/s;return{firstLine:n,lastLine:r,perLine:o,perChar:a}}blockAt(e,t,n,r){let{firstLine:s,lastLine:o,perLine:a,perChar:l}=this.heightMetrics(t,r);if(t.
lineWrapping){let c=r+(e<t.lineHeight?0:Math.round(Math.max(0,Math.min(1,(e-n)/this.height))*this.length)),f=t.doc.lineAt(c),u=a+f.length*l,h=Math.max(n,e-u/2);
return new hi(f.from,f.length,h,u,0)}else{let c=Math.max(0,Math.min(o-s,Math.floor((e-n)/a))),{from:f,length:u}=t.doc.line(s+c);return new hi(f,u,n+a*c,a,0)}}lineAt(e,t,n,r,s){
if(t==be.ByHeight)return this.blockAt(e,n,r,s);if(t==be.ByPosNoHeight){let{from:d,to:p}=n.doc.lineAt(e);return new hi(d,p-d,0,0,0)}let{firstLine:o,perLine:a,perChar:l}=this.
heightMetrics(n,s),c=n.doc.lineAt(e),f=a+c.length*l,u=c.number-o,h=r+a*u+l*(c.from-s-u);return new hi(c.from,c.length,Math.max(r,Math.min(h,r+this.height-f)),f,
0)}forEachLine(e,t,n,r,s,o){e=Math.max(e,s),t=Math.min(t,s+this.length);let{firstLine:a,perLine:l,perChar:c}=this.heightMetrics(n,s);for(let f=e,u=r;f<=t;){let h=n.
doc.lineAt(f);if(f==e){let p=h.number-a;u+=l*p+c*(e-s-p)}let d=l+c*h.length;o(new hi(h.from,h.length,u,d,0)),u+=d,f=h.to+1}}replace(e,t,n){let r=this.length-t;if(r>
0){let s=n[n.length-1];s instanceof i?n[n.length-1]=new i(s.length+r):n.push(null,new i(r-1))}if(e>0){let s=n[0];s instanceof i?n[0]=new i(e+s.length):n.unshift(
new i(e-1),null)}return Vt.of(n)}decomposeLeft(e,t){t.push(new i(e-1),null)}decomposeRight(e,t){t.push(null,new i(this.length-e-1))}updateHeight(e,t=0,n=!1,r){let s=t+
this.length;if(r&&r.from<=t+this.length&&r.more){let o=[],a=Math.max(t,r.from),l=-1;for(r.from>t&&o.push(new i(r.from-t-1).updateHeight(e,t));a<=s&&r.more;){let f=e.
doc.lineAt(a).length;o.length&&o.push(null);let u=r.heights[r.index++],h=0;u<0&&(h=-u,u=r.heights[r.index++]),l==-1?l=u:Math.abs(u-l)>=_a&&(l=-2);let d=new Yt(f,
u,h);d.outdated=!1,o.push(d),a+=f+1}a<=s&&o.push(null,new i(s-a).updateHeight(e,a));let c=Vt.of(o);return(l<0||Math.abs(c.height-this.height)>=_a||Math.abs(l-this.
heightMetrics(e,t).perLine)>=_a)&&(ss=!0),Wa(this,c)}else(n||this.outdated)&&(this.setHeight(e.heightForGap(t,t+this.length)),this.outdated=!1);return this}toString(){
return`gap(${this.length})`}},Kf=class extends Vt{constructor(e,t,n){super(e.length+(t?1:0)+n.length,e.height+n.height,(t?1:0)|(e.outdated||n.outdated?2:0)),this.
left=e,this.right=n,this.size=e.size+n.size}get break(){return this.flags&1}blockAt(e,t,n,r){let s=n+this.left.height;return e<s?this.left.blockAt(e,t,n,r):this.
right.blockAt(e,t,s,r+this.left.length+this.break)}lineAt(e,t,n,r,s){let o=r+this.left.height,a=s+this.left.length+this.break,l=t==be.ByHeight?e<o:e<a,c=l?this.
left.lineAt(e,t,n,r,s):this.right.lineAt(e,t,n,o,a);if(this.break||(l?c.to<a:c.from>a))return c;let f=t==be.ByPosNoHeight?be.ByPosNoHeight:be.ByPos;return l?c.join(
this.right.lineAt(a,f,n,o,a)):this.left.lineAt(a,f,n,r,s).join(c)}forEachLine(e,t,n,r,s,o){let a=r+this.left.height,l=s+this.left.length+this.break;if(this.break)
e<l&&this.left.forEachLine(e,t,n,r,s,o),t>=l&&this.right.forEachLine(e,t,n,a,l,o);else{let c=this.lineAt(l,be.ByPos,n,r,s);e<c.from&&this.left.forEachLine(e,Math.
min(t,c.from-1),n,r,s,o),c.to>=e&&c.from<=t&&o(c),t>c.to&&this.right.forEachLine(Math.max(e,c.to+1),t,n,a,l,o)}}replace(e,t,n){let r=this.left.length+this.break;
if(t<r)return this.balanced(this.left.replace(e,t,n),this.right);if(e>this.left.length)return this.balanced(this.left,this.right.replace(e-r,t-r,n));let s=[];e>
0&&this.decomposeLeft(e,s);let o=s.length;for(let a of n)s.push(a);if(e>0&&zp(s,o-1),t<this.length){let a=s.length;this.decomposeRight(t,s),zp(s,a)}return Vt.of(
s)}decomposeLeft(e,t){let n=this.left.length;if(e<=n)return this.left.decomposeLeft(e,t);t.push(this.left),this.break&&(n++,e>=n&&t.push(null)),e>n&&this.right.
decomposeLeft(e-n,t)}decomposeRight(e,t){let n=this.left.length,r=n+this.break;if(e>=r)return this.right.decomposeRight(e-r,t);e<n&&this.left.decomposeRight(e,t),
this.break&&e<r&&t.push(null),t.push(this.right)}balanced(e,t){return e.size>2*t.size||t.size>2*e.size?Vt.of(this.break?[e,null,t]:[e,t]):(this.left=Wa(this.left,
e),this.right=Wa(this.right,t),this.setHeight(e.height+t.height),this.outdated=e.outdated||t.outdated,this.size=e.size+t.size,this.length=e.length+this.break+t.
length,this)}updateHeight(e,t=0,n=!1,r){let{left:s,right:o}=this,a=t+s.length+this.break,l=null;return r&&r.from<=t+s.length&&r.more?l=s=s.updateHeight(e,t,n,r):
s.updateHeight(e,t,n),r&&r.from<=a+o.length&&r.more?l=o=o.updateHeight(e,a,n,r):o.updateHeight(e,a,n),l?this.balanced(s,o):(this.height=this.left.height+this.right.
height,this.outdated=!1,this)}toString(){return this.left+(this.break?" ":"-")+this.right}};function zp(i,e){let t,n;i[e]==null&&(t=i[e-1])instanceof Ki&&(n=i[e+
1])instanceof Ki&&i.splice(e-1,3,new Ki(t.length+1+n.length))}var lS=5,eu=class i{constructor(e,t){this.pos=e,this.oracle=t,this.nodes=[],this.lineStart=-1,this.
lineEnd=-1,this.covering=null,this.writtenTo=e}get isCovered(){return this.covering&&this.nodes[this.nodes.length-1]==this.covering}span(e,t){if(this.lineStart>
-1){let n=Math.min(t,this.lineEnd),r=this.nodes[this.nodes.length-1];r instanceof Yt?r.length+=n-this.pos:(n>this.pos||!this.isCovered)&&this.nodes.push(new Yt(
n-this.pos,-1,0)),this.writtenTo=n,t>n&&(this.nodes.push(null),this.writtenTo++,this.lineStart=-1)}this.pos=t}point(e,t,n){if(e<t||n.heightRelevant){let r=n.widget?
n.widget.estimatedHeight:0,s=n.widget?n.widget.lineBreaks:0;r<0&&(r=this.oracle.lineHeight);let o=t-e;n.block?this.addBlock(new Ha(o,r,n)):(o||s||r>=lS)&&this.addLineDeco(
r,s,o)}else t>e&&this.span(e,t);this.lineEnd>-1&&this.lineEnd<this.pos&&(this.lineEnd=this.oracle.doc.lineAt(this.pos).to)}enterLine(){if(this.lineStart>-1)return;
let{from:e,to:t}=this.oracle.doc.lineAt(this.pos);this.lineStart=e,this.lineEnd=t,this.writtenTo<e&&((this.writtenTo<e-1||this.nodes[this.nodes.length-1]==null)&&
this.nodes.push(this.blankContent(this.writtenTo,e-1)),this.nodes.push(null)),this.pos>e&&this.nodes.push(new Yt(this.pos-e,-1,0)),this.writtenTo=this.pos}blankContent(e,t){
let n=new Ki(t-e);return this.oracle.doc.lineAt(e).to==t&&(n.flags|=4),n}ensureLine(){this.enterLine();let e=this.nodes.length?this.nodes[this.nodes.length-1]:null;
if(e instanceof Yt)return e;let t=new Yt(0,-1,0);return this.nodes.push(t),t}addBlock(e){this.enterLine();let t=e.deco;t&&t.startSide>0&&!this.isCovered&&this.ensureLine(),
this.nodes.push(e),this.writtenTo=this.pos=this.pos+e.length,t&&t.endSide>0&&(this.covering=e)}addLineDeco(e,t,n){let r=this.ensureLine();r.length+=n,r.collapsed+=
n,r.widgetHeight=Math.max(r.widgetHeight,e),r.breaks+=t,this.writtenTo=this.pos=this.pos+n}finish(e){let t=this.nodes.length==0?null:this.nodes[this.nodes.length-
1];this.lineStart>-1&&!(t instanceof Yt)&&!this.isCovered?this.nodes.push(new Yt(0,-1,0)):(this.writtenTo<this.pos||t==null)&&this.nodes.push(this.blankContent(
this.writtenTo,this.pos));let n=e;for(let r of this.nodes)r instanceof Yt&&r.updateHeight(this.oracle,n),n+=r?r.length:1;return this.nodes}static build(e,t,n,r){
let s=new i(n,e);return le.spans(t,n,r,s,0),s.finish(n)}};function cS(i,e,t){let n=new tu;return le.compare(i,e,t,n,0),n.changes}var tu=class{constructor(){this.
changes=[]}compareRange(){}comparePoint(e,t,n,r){(e<t||n&&n.heightRelevant||r&&r.heightRelevant)&&Jr(e,t,this.changes,5)}};function fS(i,e){let t=i.getBoundingClientRect(),
n=i.ownerDocument,r=n.defaultView||window,s=Math.max(0,t.left),o=Math.min(r.innerWidth,t.right),a=Math.max(0,t.top),l=Math.min(r.innerHeight,t.bottom);for(let c=i.
parentNode;c&&c!=n.body;)if(Ze(c)){let f=window.getComputedStyle(c);if((c.scrollHeight>c.clientHeight||c.scrollWidth>c.clientWidth)&&f.overflow!="visible"){let u=c.
getBoundingClientRect();s=Math.max(s,u.left),o=Math.min(o,u.right),a=Math.max(a,u.top),l=Math.min(c==i.parentNode?r.innerHeight:l,u.bottom)}c=f.position=="absol\
ute"||f.position=="fixed"?c.offsetParent:c.parentNode}else if(c.nodeType==11)c=c.host;else break;return{left:s-t.left,right:Math.max(s,o)-t.left,top:a-(t.top+e),
bottom:Math.max(a,l)-(t.top+e)}}function uS(i){let e=i.getBoundingClientRect(),t=i.ownerDocument.defaultView||window;return e.left<t.innerWidth&&e.right>0&&e.top<
t.innerHeight&&e.bottom>0}function hS(i,e){let t=i.getBoundingClientRect();return{left:0,right:t.right-t.left,top:e,bottom:t.bottom-(t.top+e)}}var Zs=class{constructor(e,t,n,r){
this.from=e,this.to=t,this.size=n,this.displaySize=r}static same(e,t){if(e.length!=t.length)return!1;for(let n=0;n<e.length;n++){let r=e[n],s=t[n];if(r.from!=s.
from||r.to!=s.to||r.size!=s.size)return!1}return!0}draw(e,t){return re.replace({widget:new iu(this.displaySize*(t?e.scaleY:e.scaleX),t)}).range(this.from,this.to)}},
iu=class extends Zt{constructor(e,t){super(),this.size=e,this.vertical=t}eq(e){return e.size==this.size&&e.vertical==this.vertical}toDOM(){let e=document.createElement(
"div");return this.vertical?e.style.height=this.size+"px":(e.style.width=this.size+"px",e.style.height="2px",e.style.display="inline-block"),e}get estimatedHeight(){
return this.vertical?this.size:-1}},Xa=class{constructor(e,t){this.view=e,this.state=t,this.pixelViewport={left:0,right:window.innerWidth,top:0,bottom:0},this.inView=
!0,this.paddingTop=0,this.paddingBottom=0,this.contentDOMWidth=0,this.contentDOMHeight=0,this.editorHeight=0,this.editorWidth=0,this.scaleX=1,this.scaleY=1,this.
scrollOffset=0,this.scrolledToBottom=!1,this.scrollAnchorPos=0,this.scrollAnchorHeight=-1,this.scaler=nu,this.scrollTarget=null,this.printing=!1,this.mustMeasureContent=
!0,this.defaultTextDirection=de.LTR,this.visibleRanges=[],this.mustEnforceCursorAssoc=!1;let n=t.facet(Su).some(r=>typeof r!="function"&&r.class=="cm-lineWrappi\
ng");this.heightOracle=new Jf(n),this.stateDeco=Jp(t),this.heightMap=Vt.empty().applyChanges(this.stateDeco,se.empty,this.heightOracle.setDoc(t.doc),[new di(0,0,
0,t.doc.length)]);for(let r=0;r<2&&(this.viewport=this.getViewport(0,null),!!this.updateForViewport());r++);this.updateViewportLines(),this.lineGaps=this.ensureLineGaps(
[]),this.lineGapDeco=re.set(this.lineGaps.map(r=>r.draw(this,!1))),this.scrollParent=e.scrollDOM,this.computeVisibleRanges()}updateForViewport(){let e=[this.viewport],
{main:t}=this.state.selection;for(let n=0;n<=1;n++){let r=n?t.head:t.anchor;if(!e.some(({from:s,to:o})=>r>=s&&r<=o)){let{from:s,to:o}=this.lineBlockAt(r);e.push(
new Xr(s,o))}}return this.viewports=e.sort((n,r)=>n.from-r.from),this.updateScaler()}updateScaler(){let e=this.scaler;return this.scaler=this.heightMap.height<=
7e6?nu:ru.get(this.heightOracle,this.heightMap,this.viewports),e.eq(this.scaler)?0:2}updateViewportLines(){this.viewportLines=[],this.heightMap.forEachLine(this.
viewport.from,this.viewport.to,this.heightOracle.setDoc(this.state.doc),0,0,e=>{this.viewportLines.push(Gs(e,this.scaler))})}update(e,t=null){this.state=e.state;
let n=this.stateDeco;this.stateDeco=Jp(this.state);let r=e.changedRanges,s=di.extendWithRanges(r,cS(n,this.stateDeco,e?e.changes:mt.empty(this.state.doc.length))),
o=this.heightMap.height,a=this.scrolledToBottom?null:this.scrollAnchorAt(this.scrollOffset);Yp(),this.heightMap=this.heightMap.applyChanges(this.stateDeco,e.startState.
doc,this.heightOracle.setDoc(this.state.doc),s),(this.heightMap.height!=o||ss)&&(e.flags|=2),a?(this.scrollAnchorPos=e.changes.mapPos(a.from,-1),this.scrollAnchorHeight=
a.top):(this.scrollAnchorPos=-1,this.scrollAnchorHeight=o);let l=s.length?this.mapViewport(this.viewport,e.changes):this.viewport;(t&&(t.range.head<l.from||t.range.
head>l.to)||!this.viewportIsAppropriate(l))&&(l=this.getViewport(0,t));let c=l.from!=this.viewport.from||l.to!=this.viewport.to;this.viewport=l,e.flags|=this.updateForViewport(),
(c||!e.changes.empty||e.flags&2)&&this.updateViewportLines(),(this.lineGaps.length||this.viewport.to-this.viewport.from>4e3)&&this.updateLineGaps(this.ensureLineGaps(
this.mapLineGaps(this.lineGaps,e.changes))),e.flags|=this.computeVisibleRanges(e.changes),t&&(this.scrollTarget=t),!this.mustEnforceCursorAssoc&&(e.selectionSet||
e.focusChanged)&&e.view.lineWrapping&&e.state.selection.main.empty&&e.state.selection.main.assoc&&!e.state.facet(Pm)&&(this.mustEnforceCursorAssoc=!0)}measure(){
let{view:e}=this,t=e.contentDOM,n=window.getComputedStyle(t),r=this.heightOracle,s=n.whiteSpace;this.defaultTextDirection=n.direction=="rtl"?de.RTL:de.LTR;let o=this.
heightOracle.mustRefreshForWrapping(s)||this.mustMeasureContent==="refresh",a=t.getBoundingClientRect(),l=o||this.mustMeasureContent||this.contentDOMHeight!=a.height;
this.contentDOMHeight=a.height,this.mustMeasureContent=!1;let c=0,f=0;if(a.width&&a.height){let{scaleX:b,scaleY:N}=dm(t,a);(b>.005&&Math.abs(this.scaleX-b)>.005||
N>.005&&Math.abs(this.scaleY-N)>.005)&&(this.scaleX=b,this.scaleY=N,c|=16,o=l=!0)}let u=(parseInt(n.paddingTop)||0)*this.scaleY,h=(parseInt(n.paddingBottom)||0)*
this.scaleY;(this.paddingTop!=u||this.paddingBottom!=h)&&(this.paddingTop=u,this.paddingBottom=h,c|=18),this.editorWidth!=e.scrollDOM.clientWidth&&(r.lineWrapping&&
(l=!0),this.editorWidth=e.scrollDOM.clientWidth,c|=16);let d=pm(this.view.contentDOM,!1).y;d!=this.scrollParent&&(this.scrollParent=d,this.scrollAnchorHeight=-1,
this.scrollOffset=0);let p=this.getScrollOffset();this.scrollOffset!=p&&(this.scrollAnchorHeight=-1,this.scrollOffset=p),this.scrolledToBottom=ym(this.scrollParent||
e.win);let m=(this.printing?hS:fS)(t,this.paddingTop),O=m.top-this.pixelViewport.top,v=m.bottom-this.pixelViewport.bottom;this.pixelViewport=m;let k=this.pixelViewport.
bottom>this.pixelViewport.top&&this.pixelViewport.right>this.pixelViewport.left;if(k!=this.inView&&(this.inView=k,k&&(l=!0)),!this.inView&&!this.scrollTarget&&!uS(
e.dom))return 0;let y=a.width;if((this.contentDOMWidth!=y||this.editorHeight!=e.scrollDOM.clientHeight)&&(this.contentDOMWidth=a.width,this.editorHeight=e.scrollDOM.
clientHeight,c|=16),l){let b=e.docView.measureVisibleLineHeights(this.viewport);if(r.mustRefreshForHeights(b)&&(o=!0),o||r.lineWrapping&&Math.abs(y-this.contentDOMWidth)>
r.charWidth){let{lineHeight:N,charWidth:C,textHeight:W}=e.docView.measureTextSize();o=N>0&&r.refresh(s,N,C,W,Math.max(5,y/C),b),o&&(e.docView.minWidth=0,c|=16)}
O>0&&v>0?f=Math.max(O,v):O<0&&v<0&&(f=Math.min(O,v)),Yp();for(let N of this.viewports){let C=N.from==this.viewport.from?b:e.docView.measureVisibleLineHeights(N);
this.heightMap=(o?Vt.empty().applyChanges(this.stateDeco,se.empty,this.heightOracle,[new di(0,0,0,e.state.doc.length)]):this.heightMap).updateHeight(r,0,o,new Zf(
N.from,C))}ss&&(c|=2)}let A=!this.viewportIsAppropriate(this.viewport,f)||this.scrollTarget&&(this.scrollTarget.range.head<this.viewport.from||this.scrollTarget.
range.head>this.viewport.to);return A&&(c&2&&(c|=this.updateScaler()),this.viewport=this.getViewport(f,this.scrollTarget),c|=this.updateForViewport()),(c&2||A)&&
this.updateViewportLines(),(this.lineGaps.length||this.viewport.to-this.viewport.from>4e3)&&this.updateLineGaps(this.ensureLineGaps(o?[]:this.lineGaps,e)),c|=this.
computeVisibleRanges(),this.mustEnforceCursorAssoc&&(this.mustEnforceCursorAssoc=!1,e.docView.enforceCursorAssoc()),c}get visibleTop(){return this.scaler.fromDOM(
this.pixelViewport.top)}get visibleBottom(){return this.scaler.fromDOM(this.pixelViewport.bottom)}getViewport(e,t){let n=.5-Math.max(-.5,Math.min(.5,e/1e3/2)),r=this.
heightMap,s=this.heightOracle,{visibleTop:o,visibleBottom:a}=this,l=new Xr(r.lineAt(o-n*1e3,be.ByHeight,s,0,0).from,r.lineAt(a+(1-n)*1e3,be.ByHeight,s,0,0).to);
if(t){let{head:c}=t.range;if(c<l.from||c>l.to){let f=Math.min(this.editorHeight,this.pixelViewport.bottom-this.pixelViewport.top),u=r.lineAt(c,be.ByPos,s,0,0),h;
t.y=="center"?h=(u.top+u.bottom)/2-f/2:t.y=="start"||t.y=="nearest"&&c<l.from?h=u.top:h=u.bottom-f,l=new Xr(r.lineAt(h-1e3/2,be.ByHeight,s,0,0).from,r.lineAt(h+
f+1e3/2,be.ByHeight,s,0,0).to)}}return l}mapViewport(e,t){let n=t.mapPos(e.from,-1),r=t.mapPos(e.to,1);return new Xr(this.heightMap.lineAt(n,be.ByPos,this.heightOracle,
0,0).from,this.heightMap.lineAt(r,be.ByPos,this.heightOracle,0,0).to)}viewportIsAppropriate({from:e,to:t},n=0){if(!this.inView)return!0;let{top:r}=this.heightMap.
lineAt(e,be.ByPos,this.heightOracle,0,0),{bottom:s}=this.heightMap.lineAt(t,be.ByPos,this.heightOracle,0,0),{visibleTop:o,visibleBottom:a}=this;return(e==0||r<=
o-Math.max(10,Math.min(-n,250)))&&(t==this.state.doc.length||s>=a+Math.max(10,Math.min(n,250)))&&r>o-2*1e3&&s<a+2*1e3}mapLineGaps(e,t){if(!e.length||t.empty)return e;
let n=[];for(let r of e)t.touchesRange(r.from,r.to)||n.push(new Zs(t.mapPos(r.from),t.mapPos(r.to),r.size,r.displaySize));return n}ensureLineGaps(e,t){let n=this.
heightOracle.lineWrapping,r=n?1e4:2e3,s=r>>1,o=r<<1;if(this.defaultTextDirection!=de.LTR&&!n)return[];let a=[],l=(f,u,h,d)=>{if(u-f<s)return;let p=this.state.selection.
main,m=[p.from];p.empty||m.push(p.to);for(let v of m)if(v>f&&v<u){l(f,v-10,h,d),l(v+10,u,h,d);return}let O=pS(e,v=>v.from>=h.from&&v.to<=h.to&&Math.abs(v.from-f)<
s&&Math.abs(v.to-u)<s&&!m.some(k=>v.from<k&&v.to>k));if(!O){if(u<h.to&&t&&n&&t.visibleRanges.some(y=>y.from<=u&&y.to>=u)){let y=t.moveToLineBoundary(D.cursor(u),
!1,!0).head;y>f&&(u=y)}let v=this.gapSize(h,f,u,d),k=n||v<2e6?v:2e6;O=new Zs(f,u,v,k)}a.push(O)},c=f=>{if(f.length<o||f.type!=nt.Text)return;let u=dS(f.from,f.to,
this.stateDeco);if(u.total<o)return;let h=this.scrollTarget?this.scrollTarget.range.head:null,d,p;if(n){let m=r/this.heightOracle.lineLength*this.heightOracle.lineHeight,
O,v;if(h!=null){let k=Da(u,h),y=((this.visibleBottom-this.visibleTop)/2+m)/f.height;O=k-y,v=k+y}else O=(this.visibleTop-f.top-m)/f.height,v=(this.visibleBottom-
f.top+m)/f.height;d=Ia(u,O),p=Ia(u,v)}else{let m=u.total*this.heightOracle.charWidth,O=r*this.heightOracle.charWidth,v=0;if(m>2e6)for(let N of e)N.from>=f.from&&
N.from<f.to&&N.size!=N.displaySize&&N.from*this.heightOracle.charWidth+v<this.pixelViewport.left&&(v=N.size-N.displaySize);let k=this.pixelViewport.left+v,y=this.
pixelViewport.right+v,A,b;if(h!=null){let N=Da(u,h),C=((y-k)/2+O)/m;A=N-C,b=N+C}else A=(k-O)/m,b=(y+O)/m;d=Ia(u,A),p=Ia(u,b)}d>f.from&&l(f.from,d,f,u),p<f.to&&l(
p,f.to,f,u)};for(let f of this.viewportLines)Array.isArray(f.type)?f.type.forEach(c):c(f);return a}gapSize(e,t,n,r){let s=Da(r,n)-Da(r,t);return this.heightOracle.
lineWrapping?e.height*s:r.total*this.heightOracle.charWidth*s}updateLineGaps(e){Zs.same(e,this.lineGaps)||(this.lineGaps=e,this.lineGapDeco=re.set(e.map(t=>t.draw(
this,this.heightOracle.lineWrapping))))}computeVisibleRanges(e){let t=this.stateDeco;this.lineGaps.length&&(t=t.concat(this.lineGapDeco));let n=[];le.spans(t,this.
viewport.from,this.viewport.to,{span(s,o){n.push({from:s,to:o})},point(){}},20);let r=0;if(n.length!=this.visibleRanges.length)r=12;else for(let s=0;s<n.length&&
!(r&8);s++){let o=this.visibleRanges[s],a=n[s];(o.from!=a.from||o.to!=a.to)&&(r|=4,e&&e.mapPos(o.from,-1)==a.from&&e.mapPos(o.to,1)==a.to||(r|=8))}return this.visibleRanges=
n,r}lineBlockAt(e){return e>=this.viewport.from&&e<=this.viewport.to&&this.viewportLines.find(t=>t.from<=e&&t.to>=e)||Gs(this.heightMap.lineAt(e,be.ByPos,this.heightOracle,
0,0),this.scaler)}lineBlockAtHeight(e){return e>=this.viewportLines[0].top&&e<=this.viewportLines[this.viewportLines.length-1].bottom&&this.viewportLines.find(t=>t.
top<=e&&t.bottom>=e)||Gs(this.heightMap.lineAt(this.scaler.fromDOM(e),be.ByHeight,this.heightOracle,0,0),this.scaler)}getScrollOffset(){return this.scrollParent==
this.view.scrollDOM?this.scrollParent.scrollTop*this.scaleY:(this.scrollParent?this.scrollParent.getBoundingClientRect().top:0)-this.view.contentDOM.getBoundingClientRect().
top}scrollAnchorAt(e){let t=this.lineBlockAtHeight(e+12-this.paddingTop);return t.from>=this.viewport.from||this.viewportLines[0].top-e>200?t:this.viewportLines[0]}elementAtHeight(e){
return Gs(this.heightMap.blockAt(this.scaler.fromDOM(e),this.heightOracle,0,0),this.scaler)}get docHeight(){return this.scaler.toDOM(this.heightMap.height)}get contentHeight(){
return this.docHeight+this.paddingTop+this.paddingBottom}},Xr=class{constructor(e,t){this.from=e,this.to=t}};function dS(i,e,t){let n=[],r=i,s=0;return le.spans(
t,i,e,{span(){},point(o,a){o>r&&(n.push({from:r,to:o}),s+=o-r),r=a}},20),r<e&&(n.push({from:r,to:e}),s+=e-r),{total:s,ranges:n}}function Ia({total:i,ranges:e},t){
if(t<=0)return e[0].from;if(t>=1)return e[e.length-1].to;let n=Math.floor(i*t);for(let r=0;;r++){let{from:s,to:o}=e[r],a=o-s;if(n<=a)return s+n;n-=a}}function Da(i,e){
let t=0;for(let{from:n,to:r}of i.ranges){if(e<=r){t+=e-n;break}t+=r-n}return t/i.total}function pS(i,e){for(let t of i)if(e(t))return t}var nu={toDOM(i){return i},
fromDOM(i){return i},scale:1,eq(i){return i==this}};function Jp(i){let e=i.facet(nl).filter(n=>typeof n!="function"),t=i.facet(xu).filter(n=>typeof n!="function");
return t.length&&e.push(le.join(t)),e}var ru=class i{constructor(e,t){this.scale=e,this.viewports=t}static get(e,t,n){let r=0,s=0,o=0,a=n.map(({from:c,to:f})=>{
let u=t.lineAt(c,be.ByPos,e,0,0).top,h=t.lineAt(f,be.ByPos,e,0,0).bottom;return r+=h-u,{from:c,to:f,top:u,bottom:h,domTop:0,domBottom:0}});if(t.height-r<10)return nu;
let l=(7e6-r)/(t.height-r);for(let c of a)c.domTop=o+(c.top-s)*l,o=c.domBottom=c.domTop+(c.bottom-c.top),s=c.bottom;return new i(l,a)}toDOM(e){for(let t=0,n=0,r=0;;t++){
let s=t<this.viewports.length?this.viewports[t]:null;if(!s||e<s.top)return r+(e-n)*this.scale;if(e<=s.bottom)return s.domTop+(e-s.top);n=s.bottom,r=s.domBottom}}fromDOM(e){
for(let t=0,n=0,r=0;;t++){let s=t<this.viewports.length?this.viewports[t]:null;if(!s||e<s.domTop)return n+(e-r)/this.scale;if(e<=s.domBottom)return s.top+(e-s.domTop);
n=s.bottom,r=s.domBottom}}eq(e){return e instanceof i?this.scale==e.scale&&this.viewports.length==e.viewports.length&&this.viewports.every((t,n)=>t.from==e.viewports[n].
from&&t.to==e.viewports[n].to):!1}};function Gs(i,e){if(e.scale==1)return i;let t=e.toDOM(i.top),n=e.toDOM(i.bottom);return new hi(i.from,i.length,t,n-t,Array.isArray(
i._content)?i._content.map(r=>Gs(r,e)):i._content)}var Ra=V.define({combine:i=>i.join(" ")}),su=V.define({combine:i=>i.indexOf(!0)>-1}),ou=Xt.newName(),tg=Xt.newName(),
ig=Xt.newName(),ng={"&light":"."+tg,"&dark":"."+ig};function au(i,e,t){return new Xt(e,{finish(n){return/&/.test(n)?n.replace(/&\w*/,r=>{if(r=="&")return i;if(!t||
!t[r])throw new RangeError(`Unsupported selector: ${r}`);return t[r]}):i+" "+n}})}var mS=au("."+ou,{"&":{position:"relative !important",boxSizing:"border-box","\
&.cm-focused":{outline:"1px dotted #212121"},display:"flex !important",flexDirection:"column"},".cm-scroller":{display:"flex !important",alignItems:"flex-start \
!important",fontFamily:"monospace",lineHeight:1.4,height:"100%",overflowX:"auto",position:"relative",zIndex:0,overflowAnchor:"none"},".cm-content":{margin:0,flexGrow:2,
flexShrink:0,display:"block",whiteSpace:"pre",wordWrap:"normal",boxSizing:"border-box",minHeight:"100%",padding:"4px 0",outline:"none","&[contenteditable=true]":{
WebkitUserModify:"read-write-plaintext-only"}},".cm-lineWrapping":{whiteSpace_fallback:"pre-wrap",whiteSpace:"break-spaces",wordBreak:"break-word",overflowWrap:"\
anywhere",flexShrink:1},"&light .cm-content":{caretColor:"black"},"&dark .cm-content":{caretColor:"white"},".cm-line":{display:"block",padding:"0 2px 0 6px"},".\
cm-layer":{userSelect:"none",position:"absolute",left:0,top:0,contain:"size style","& > *":{position:"absolute"}},"&light .cm-selectionBackground":{background:"\
#d9d9d9"},"&dark .cm-selectionBackground":{background:"#222"},"&light.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground":{background:"#d7d4\
f0"},"&dark.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground":{background:"#233"},".cm-cursorLayer":{pointerEvents:"none"},"&.cm-focused >\
 .cm-scroller > .cm-cursorLayer":{animation:"steps(1) cm-blink 1.2s infinite"},"@keyframes cm-blink":{"0%":{},"50%":{opacity:0},"100%":{}},"@keyframes cm-blink2":{
"0%":{},"50%":{opacity:0},"100%":{}},".cm-cursor, .cm-dropCursor":{borderLeft:"1.2px solid black",marginLeft:"-0.6px",pointerEvents:"none"},".cm-cursor":{display:"\
none"},"&dark .cm-cursor":{borderLeftColor:"#ddd"},".cm-selectionHandle":{backgroundColor:"currentColor",width:"1.5px"},".cm-selectionHandle-start::before, .cm-\
selectionHandle-end::before":{content:'""',backgroundColor:"inherit",borderRadius:"50%",width:"8px",height:"8px",position:"absolute",left:"-3.25px"},".cm-select\
ionHandle-start::before":{top:"-8px"},".cm-selectionHandle-end::before":{bottom:"-8px"},".cm-dropCursor":{position:"absolute"},"&.cm-focused > .cm-scroller > .c\
m-cursorLayer .cm-cursor":{display:"block"},".cm-iso":{unicodeBidi:"isolate"},".cm-announced":{position:"fixed",top:"-10000px"},"@media print":{".cm-announced":{
display:"none"}},"&light .cm-activeLine":{backgroundColor:"#cceeff44"},"&dark .cm-activeLine":{backgroundColor:"#99eeff33"},"&light .cm-specialChar":{color:"red"},
"&dark .cm-specialChar":{color:"#f78"},".cm-gutters":{flexShrink:0,display:"flex",height:"100%",boxSizing:"border-box",zIndex:200},".cm-gutters-before":{insetInlineStart:0},
".cm-gutters-after":{insetInlineEnd:0},"&light .cm-gutters":{backgroundColor:"#f5f5f5",color:"#6c6c6c",border:"0px solid #ddd","&.cm-gutters-before":{borderRightWidth:"\
1px"},"&.cm-gutters-after":{borderLeftWidth:"1px"}},"&dark .cm-gutters":{backgroundColor:"#333338",color:"#ccc"},".cm-gutter":{display:"flex !important",flexDirection:"\
column",flexShrink:0,boxSizing:"border-box",minHeight:"100%",overflow:"hidden"},".cm-gutterElement":{boxSizing:"border-box"},".cm-lineNumbers .cm-gutterElement":{
padding:"0 3px 0 5px",minWidth:"20px",textAlign:"right",whiteSpace:"nowrap"},"&light .cm-activeLineGutter":{backgroundColor:"#e2f2ff"},"&dark .cm-activeLineGutt\
er":{backgroundColor:"#222227"},".cm-panels":{boxSizing:"border-box",position:"sticky",left:0,right:0,zIndex:300},"&light .cm-panels":{backgroundColor:"#f5f5f5",
color:"black"},".cm-panels-top":{top:"0"},".cm-panels-bottom":{bottom:"0"},"&light .cm-panels-top":{borderBottom:"1px solid #ddd"},"&light .cm-panels-bottom":{borderTop:"\
1px solid #ddd"},"&dark .cm-panels":{backgroundColor:"#333338",color:"white"},".cm-dialog":{padding:"2px 19px 4px 6px",position:"relative","& label":{fontSize:"\
80%"}},".cm-dialog-close":{position:"absolute",top:"3px",right:"4px",backgroundColor:"inherit",border:"none",font:"inherit",fontSize:"14px",padding:"0"},".cm-ta\
b":{display:"inline-block",overflow:"hidden",verticalAlign:"bottom"},".cm-widgetBuffer":{verticalAlign:"baseline",height:"1em",width:0,display:"inline"},".cm-pl\
aceholder":{color:"#888",display:"inline-block",verticalAlign:"top",userSelect:"none"},".cm-highlightSpace":{background:"radial-gradient(circle at 50% 55%, #aaa\
 20%, transparent 0) no-repeat",backgroundSize:".4em",backgroundPosition:"calc(min(50%, 0px)) center"},".cm-highlightTab":{backgroundImage:`url('data:image/svg+\
xml,<svg xmlns="http://www.w3.org/2000/svg" width="200" height="20"><path stroke="%23888" stroke-width="1" fill="none" d="M1 10H196L190 5M190 15L196 10M197 4L19\
7 16"/></svg>')`,backgroundSize:"auto 100%",backgroundPosition:"right 90%",backgroundRepeat:"no-repeat"},".cm-trailingSpace":{backgroundColor:"#ff332255"},".cm-\
button":{verticalAlign:"middle",color:"inherit",fontSize:"70%",padding:".2em 1em",borderRadius:"1px"},"&light .cm-button":{backgroundImage:"linear-gradient(#eff\
1f5, #d9d9df)",border:"1px solid #888","&:active":{backgroundImage:"linear-gradient(#b4b4b4, #d0d3d6)"}},"&dark .cm-button":{backgroundImage:"linear-gradient(#3\
93939, #111)",border:"1px solid #888","&:active":{backgroundImage:"linear-gradient(#111, #333)"}},".cm-textfield":{verticalAlign:"middle",color:"inherit",fontSize:"\
70%",border:"1px solid silver",padding:".2em .5em"},"&light .cm-textfield":{backgroundColor:"white"},"&dark .cm-textfield":{border:"1px solid #555",backgroundColor:"\
inherit"}},ng),gS={childList:!0,characterData:!0,subtree:!0,attributes:!0,characterDataOldValue:!0},Tf=F.ie&&F.ie_version<=11,lu=class{constructor(e){this.view=
e,this.active=!1,this.editContext=null,this.selectionRange=new If,this.selectionChanged=!1,this.delayedFlush=-1,this.resizeTimeout=-1,this.queue=[],this.delayedAndroidKey=
null,this.flushingAndroidKey=-1,this.lastChange=0,this.scrollTargets=[],this.intersection=null,this.resizeScroll=null,this.intersecting=!1,this.gapIntersection=
null,this.gaps=[],this.printQuery=null,this.parentCheck=-1,this.dom=e.contentDOM,this.observer=new MutationObserver(t=>{for(let n of t)this.queue.push(n);(F.ie&&
F.ie_version<=11||F.ios&&e.composing)&&t.some(n=>n.type=="childList"&&n.removedNodes.length||n.type=="characterData"&&n.oldValue.length>n.target.nodeValue.length)?
this.flushSoon():this.flush()}),window.EditContext&&F.android&&e.constructor.EDIT_CONTEXT!==!1&&!(F.chrome&&F.chrome_version<126)&&(this.editContext=new cu(e),e.
state.facet(ji)&&(e.contentDOM.editContext=this.editContext.editContext)),Tf&&(this.onCharData=t=>{this.queue.push({target:t.target,type:"characterData",oldValue:t.
prevValue}),this.flushSoon()}),this.onSelectionChange=this.onSelectionChange.bind(this),this.onResize=this.onResize.bind(this),this.onPrint=this.onPrint.bind(this),
this.onScroll=this.onScroll.bind(this),window.matchMedia&&(this.printQuery=window.matchMedia("print")),typeof ResizeObserver=="function"&&(this.resizeScroll=new ResizeObserver(
()=>{var t;((t=this.view.docView)===null||t===void 0?void 0:t.lastUpdate)<Date.now()-75&&this.onResize()}),this.resizeScroll.observe(e.scrollDOM)),this.addWindowListeners(
this.win=e.win),this.start(),typeof IntersectionObserver=="function"&&(this.intersection=new IntersectionObserver(t=>{this.parentCheck<0&&(this.parentCheck=setTimeout(
this.listenForScroll.bind(this),1e3)),t.length>0&&t[t.length-1].intersectionRatio>0!=this.intersecting&&(this.intersecting=!this.intersecting,this.intersecting!=
this.view.inView&&this.onScrollChanged(document.createEvent("Event")))},{threshold:[0,.001]}),this.intersection.observe(this.dom),this.gapIntersection=new IntersectionObserver(
t=>{t.length>0&&t[t.length-1].intersectionRatio>0&&this.onScrollChanged(document.createEvent("Event"))},{})),this.listenForScroll(),this.readSelectionRange()}onScrollChanged(e){
this.view.inputState.runHandlers("scroll",e),this.intersecting&&this.view.measure()}onScroll(e){this.intersecting&&this.flush(this.pendingRecords().length>0),this.
editContext&&this.view.requestMeasure(this.editContext.measureReq),this.onScrollChanged(e)}onResize(){this.resizeTimeout<0&&(this.resizeTimeout=setTimeout(()=>{
this.resizeTimeout=-1,this.view.requestMeasure()},50))}onPrint(e){(e.type=="change"||!e.type)&&!e.matches||(this.view.viewState.printing=!0,this.view.measure(),
setTimeout(()=>{this.view.viewState.printing=!1,this.view.requestMeasure()},500))}updateGaps(e){if(this.gapIntersection&&(e.length!=this.gaps.length||this.gaps.
some((t,n)=>t!=e[n]))){this.gapIntersection.disconnect();for(let t of e)this.gapIntersection.observe(t);this.gaps=e}}onSelectionChange(e){let t=this.selectionChanged;
if(!this.readSelectionRange()||this.delayedAndroidKey)return;let{view:n}=this,r=this.selectionRange;if(n.state.facet(ji)?n.root.activeElement!=this.dom:!Ws(this.
dom,r))return;let s=r.anchorNode&&n.docView.tile.nearest(r.anchorNode);if(s&&s.isWidget()&&s.widget.ignoreEvent(e)){t||(this.selectionChanged=!1);return}(F.ie&&
F.ie_version<=11||F.android&&F.chrome)&&!n.state.selection.main.empty&&r.focusNode&&Hs(r.focusNode,r.focusOffset,r.anchorNode,r.anchorOffset)?this.flushSoon():this.
flush(!1)}readSelectionRange(){let{view:e}=this,t=no(e.root);if(!t)return!1;let n=F.safari&&e.root.nodeType==11&&e.root.activeElement==this.dom&&OS(this.view,t)||
t;if(!n||this.selectionRange.eq(n))return!1;let r=Ws(this.dom,n);return r&&!this.selectionChanged&&e.inputState.lastFocusTime>Date.now()-200&&e.inputState.lastTouchTime<
Date.now()-300&&ub(this.dom,n)?(this.view.inputState.lastFocusTime=0,e.docView.updateSelection(),!1):(this.selectionRange.setRange(n),r&&(this.selectionChanged=
!0),!0)}setSelectionRange(e,t){this.selectionRange.set(e.node,e.offset,t.node,t.offset),this.selectionChanged=!1}clearSelectionRange(){this.selectionRange.set(null,
0,null,0)}listenForScroll(){this.parentCheck=-1;let e=0,t=null;for(let n=this.dom;n;)if(Ze(n))!t&&e<this.scrollTargets.length&&this.scrollTargets[e]==n?e++:t||(t=
this.scrollTargets.slice(0,e)),t&&t.push(n),n=n.assignedSlot||n.parentNode;else if(n.nodeType==11)n=n.host;else break;if(e<this.scrollTargets.length&&!t&&(t=this.
scrollTargets.slice(0,e)),t){for(let n of this.scrollTargets)n.removeEventListener("scroll",this.onScroll);for(let n of this.scrollTargets=t)n.addEventListener(
"scroll",this.onScroll)}}ignore(e){if(!this.active)return e();try{return this.stop(),e()}finally{this.start(),this.clear()}}start(){this.active||(this.observer.
observe(this.dom,gS),Tf&&this.dom.addEventListener("DOMCharacterDataModified",this.onCharData),this.active=!0)}stop(){this.active&&(this.active=!1,this.observer.
disconnect(),Tf&&this.dom.removeEventListener("DOMCharacterDataModified",this.onCharData))}clear(){this.processRecords(),this.queue.length=0,this.selectionChanged=
!1}delayAndroidKey(e,t){var n;if(!this.delayedAndroidKey){let r=()=>{let s=this.delayedAndroidKey;s&&(this.clearDelayedAndroidKey(),this.view.inputState.lastKeyCode=
s.keyCode,this.view.inputState.lastKeyTime=Date.now(),!this.flush()&&s.force&&Zr(this.dom,s.key,s.keyCode))};this.flushingAndroidKey=this.view.win.requestAnimationFrame(
r)}(!this.delayedAndroidKey||e=="Enter")&&(this.delayedAndroidKey={key:e,keyCode:t,force:this.lastChange<Date.now()-50||!!(!((n=this.delayedAndroidKey)===null||
n===void 0)&&n.force)})}clearDelayedAndroidKey(){this.win.cancelAnimationFrame(this.flushingAndroidKey),this.delayedAndroidKey=null,this.flushingAndroidKey=-1}flushSoon(){
this.delayedFlush<0&&(this.delayedFlush=this.view.win.requestAnimationFrame(()=>{this.delayedFlush=-1,this.flush()}))}forceFlush(){this.delayedFlush>=0&&(this.view.
win.cancelAnimationFrame(this.delayedFlush),this.delayedFlush=-1),this.flush()}pendingRecords(){for(let e of this.observer.takeRecords())this.queue.push(e);return this.
queue}processRecords(){let e=this.pendingRecords();e.length&&(this.queue=[]);let t=-1,n=-1,r=!1;for(let s of e){let o=this.readMutation(s);o&&(o.typeOver&&(r=!0),
t==-1?{from:t,to:n}=o:(t=Math.min(o.from,t),n=Math.max(o.to,n)))}return{from:t,to:n,typeOver:r}}readChange(){let{from:e,to:t,typeOver:n}=this.processRecords(),r=this.
selectionChanged&&Ws(this.dom,this.selectionRange);if(e<0&&!r)return null;e>-1&&(this.lastChange=Date.now()),this.view.inputState.lastFocusTime=0,this.selectionChanged=
!1;let s=new Wf(this.view,e,t,n);return this.view.docView.domChanged={newSel:s.newSel?s.newSel.main:null},s}flush(e=!0){if(this.delayedFlush>=0||this.delayedAndroidKey)
return!1;e&&this.readSelectionRange();let t=this.selectionChanged,n=this.readChange();if(!n)return this.view.requestMeasure(),!1;let r=this.view.state,s=Gm(this.
view,n);return this.view.state==r&&(n.domChanged||t)&&this.view.update([]),s}readMutation(e){let t=this.view.docView.tile.nearest(e.target);if(!t||t.isWidget())
return null;if(t.markDirty(e.type=="attributes"),e.type=="childList"){let n=Zp(t,e.previousSibling||e.target.previousSibling,-1),r=Zp(t,e.nextSibling||e.target.
nextSibling,1);return{from:n?t.posAfter(n):t.posAtStart,to:r?t.posBefore(r):t.posAtEnd,typeOver:!1}}else return e.type=="characterData"?{from:t.posAtStart,to:t.
posAtEnd,typeOver:e.target.nodeValue==e.oldValue}:null}setWindow(e){e!=this.win&&(this.removeWindowListeners(this.win),this.win=e,this.addWindowListeners(this.win))}addWindowListeners(e){
e.addEventListener("resize",this.onResize),this.printQuery?this.printQuery.addEventListener?this.printQuery.addEventListener("change",this.onPrint):this.printQuery.
addListener(this.onPrint):e.addEventListener("beforeprint",this.onPrint),e.addEventListener("scroll",this.onScroll),e.document.addEventListener("selectionchange",
this.onSelectionChange)}removeWindowListeners(e){e.removeEventListener("scroll",this.onScroll),e.removeEventListener("resize",this.onResize),this.printQuery?this.
printQuery.removeEventListener?this.printQuery.removeEventListener("change",this.onPrint):this.printQuery.removeListener(this.onPrint):e.removeEventListener("be\
foreprint",this.onPrint),e.document.removeEventListener("selectionchange",this.onSelectionChange)}update(e){this.editContext&&(this.editContext.update(e),e.startState.
facet(ji)!=e.state.facet(ji)&&(e.view.contentDOM.editContext=e.state.facet(ji)?this.editContext.editContext:null))}destroy(){var e,t,n;this.stop(),(e=this.intersection)===
null||e===void 0||e.disconnect(),(t=this.gapIntersection)===null||t===void 0||t.disconnect(),(n=this.resizeScroll)===null||n===void 0||n.disconnect();for(let r of this.
scrollTargets)r.removeEventListener("scroll",this.onScroll);this.removeWindowListeners(this.win),clearTimeout(this.parentCheck),clearTimeout(this.resizeTimeout),
this.win.cancelAnimationFrame(this.delayedFlush),this.win.cancelAnimationFrame(this.flushingAndroidKey),this.editContext&&(this.view.contentDOM.editContext=null,
this.editContext.destroy())}};function Zp(i,e,t){for(;e;){let n=we.get(e);if(n&&n.parent==i)return n;let r=e.parentNode;e=r!=i.dom?r:t>0?e.nextSibling:e.previousSibling}
return null}function Kp(i,e){let t=e.startContainer,n=e.startOffset,r=e.endContainer,s=e.endOffset,o=i.docView.domAtPos(i.state.selection.main.anchor,1);return Hs(
o.node,o.offset,r,s)&&([t,n,r,s]=[r,s,t,n]),{anchorNode:t,anchorOffset:n,focusNode:r,focusOffset:s}}function OS(i,e){if(e.getComposedRanges){let r=e.getComposedRanges(
i.root)[0];if(r)return Kp(i,r)}let t=null;function n(r){r.preventDefault(),r.stopImmediatePropagation(),t=r.getTargetRanges()[0]}return i.contentDOM.addEventListener(
"beforeinput",n,!0),i.dom.ownerDocument.execCommand("indent"),i.contentDOM.removeEventListener("beforeinput",n,!0),t?Kp(i,t):null}var cu=class{constructor(e){this.
from=0,this.to=0,this.pendingContextChange=null,this.handlers=Object.create(null),this.composing=null,this.resetRange(e.state);let t=this.editContext=new window.
EditContext({text:e.state.doc.sliceString(this.from,this.to),selectionStart:this.toContextPos(Math.max(this.from,Math.min(this.to,e.state.selection.main.anchor))),
selectionEnd:this.toContextPos(e.state.selection.main.head)});this.handlers.textupdate=n=>{let r=e.state.selection.main,{anchor:s,head:o}=r,a=this.toEditorPos(n.
updateRangeStart),l=this.toEditorPos(n.updateRangeEnd);e.inputState.composing>=0&&!this.composing&&(this.composing={contextBase:n.updateRangeStart,editorBase:a,
drifted:!1});let c=l-a>n.text.length;a==this.from&&s<this.from?a=s:l==this.to&&s>this.to&&(l=s);let f=Wm(e.state.sliceDoc(a,l),n.text,(c?r.from:r.to)-a,c?"end":
null);if(!f){let h=D.single(this.toEditorPos(n.selectionStart),this.toEditorPos(n.selectionEnd));Hf(h,r)||e.dispatch({selection:h,userEvent:"select"});return}let u={
from:f.from+a,to:f.toA+a,insert:se.of(n.text.slice(f.from,f.toB).split(`
`))};if((F.mac||F.android)&&u.from==o-1&&/^\. ?$/.test(n.text)&&e.contentDOM.getAttribute("autocorrect")=="off"&&(u={from:a,to:l,insert:se.of([n.text.replace(".",
" ")])}),this.pendingContextChange=u,!e.state.readOnly){let h=this.to-this.from+(u.to-u.from+u.insert.length);Eu(e,u,D.single(this.toEditorPos(n.selectionStart,
h),this.toEditorPos(n.selectionEnd,h)))}this.pendingContextChange&&(this.revertPending(e.state),this.setSelection(e.state)),u.from<u.to&&!u.insert.length&&e.inputState.
composing>=0&&!/[\\p{Alphabetic}\\p{Number}_]/.test(t.text.slice(Math.max(0,n.updateRangeStart-1),Math.min(t.text.length,n.updateRangeStart+1)))&&this.handlers.
compositionend(n)},this.handlers.characterboundsupdate=n=>{let r=[],s=null;for(let o=this.toEditorPos(n.rangeStart),a=this.toEditorPos(n.rangeEnd);o<a;o++){let l=e.
coordsForChar(o);s=l&&new DOMRect(l.left,l.top,l.right-l.left,l.bottom-l.top)||s||new DOMRect,r.push(s)}t.updateCharacterBounds(n.rangeStart,r)},this.handlers.textformatupdate=
n=>{let r=[];for(let s of n.getTextFormats()){let o=s.underlineStyle,a=s.underlineThickness;if(!/none/i.test(o)&&!/none/i.test(a)){let l=this.toEditorPos(s.rangeStart),
c=this.toEditorPos(s.rangeEnd);if(l<c){let f=`text-decoration: underline ${/^[a-z]/.test(o)?o+" ":o=="Dashed"?"dashed ":o=="Squiggle"?"wavy ":""}${/thin/i.test(
a)?1:2}px`;r.push(re.mark({attributes:{style:f}}).range(l,c))}}}e.dispatch({effects:Lm.of(re.set(r))})},this.handlers.compositionstart=()=>{e.inputState.composing<
0&&(e.inputState.composing=0,e.inputState.compositionFirstChange=!0)},this.handlers.compositionend=()=>{if(e.inputState.composing=-1,e.inputState.compositionFirstChange=
null,this.composing){let{drifted:n}=this.composing;this.composing=null,n&&this.reset(e.state)}};for(let n in this.handlers)t.addEventListener(n,this.handlers[n]);
this.measureReq={read:n=>{let r=no(n.root);r&&r.rangeCount&&this.editContext.updateSelectionBounds(r.getRangeAt(0).getBoundingClientRect())}}}applyEdits(e){let t=0,
n=!1,r=this.pendingContextChange;return e.changes.iterChanges((s,o,a,l,c)=>{if(n)return;let f=c.length-(o-s);if(r&&o>=r.to)if(r.from==s&&r.to==o&&r.insert.eq(c)){
r=this.pendingContextChange=null,t+=f,this.to+=f;return}else r=null,this.revertPending(e.state);if(s+=t,o+=t,o<=this.from)this.from+=f,this.to+=f;else if(s<this.
to){if(s<this.from||o>this.to||this.to-this.from+c.length>3e4){n=!0;return}this.editContext.updateText(this.toContextPos(s),this.toContextPos(o),c.toString()),this.
to+=f}t+=f}),r&&!n&&this.revertPending(e.state),!n}update(e){let t=this.pendingContextChange,n=e.startState.selection.main;this.composing&&(this.composing.drifted||
!e.changes.touchesRange(n.from,n.to)&&e.transactions.some(r=>!r.isUserEvent("input.type")&&r.changes.touchesRange(this.from,this.to)))?(this.composing.drifted=!0,
this.composing.editorBase=e.changes.mapPos(this.composing.editorBase)):!this.applyEdits(e)||!this.rangeIsValid(e.state)?(this.pendingContextChange=null,this.reset(
e.state)):(e.docChanged||e.selectionSet||t)&&this.setSelection(e.state),(e.geometryChanged||e.docChanged||e.selectionSet)&&e.view.requestMeasure(this.measureReq)}resetRange(e){
let{head:t}=e.selection.main;this.from=Math.max(0,t-1e4),this.to=Math.min(e.doc.length,t+1e4)}reset(e){this.resetRange(e),this.editContext.updateText(0,this.editContext.
text.length,e.doc.sliceString(this.from,this.to)),this.setSelection(e)}revertPending(e){let t=this.pendingContextChange;this.pendingContextChange=null,this.editContext.
updateText(this.toContextPos(t.from),this.toContextPos(t.from+t.insert.length),e.doc.sliceString(t.from,t.to))}setSelection(e){let{main:t}=e.selection,n=this.toContextPos(
Math.max(this.from,Math.min(this.to,t.anchor))),r=this.toContextPos(t.head);(this.editContext.selectionStart!=n||this.editContext.selectionEnd!=r)&&this.editContext.
updateSelection(n,r)}rangeIsValid(e){let{head:t}=e.selection.main;return!(this.from>0&&t-this.from<500||this.to<e.doc.length&&this.to-t<500||this.to-this.from>1e4*
3)}toEditorPos(e,t=this.to-this.from){e=Math.min(e,t);let n=this.composing;return n&&n.drifted?n.editorBase+(e-n.contextBase):e+this.from}toContextPos(e){let t=this.
composing;return t&&t.drifted?t.contextBase+(e-t.editorBase):e-this.from}destroy(){for(let e in this.handlers)this.editContext.removeEventListener(e,this.handlers[e])}},
U=class i{get state(){return this.viewState.state}get viewport(){return this.viewState.viewport}get visibleRanges(){return this.viewState.visibleRanges}get inView(){
return this.viewState.inView}get composing(){return!!this.inputState&&this.inputState.composing>0}get compositionStarted(){return!!this.inputState&&this.inputState.
composing>=0}get root(){return this._root}get win(){return this.dom.ownerDocument.defaultView||window}constructor(e={}){var t;this.plugins=[],this.pluginMap=new Map,
this.editorAttrs={},this.contentAttrs={},this.bidiCache=[],this.destroyed=!1,this.updateState=2,this.measureScheduled=-1,this.measureRequests=[],this.clearAnnouncement=
-1,this.contentDOM=document.createElement("div"),this.scrollDOM=document.createElement("div"),this.scrollDOM.tabIndex=-1,this.scrollDOM.className="cm-scroller",
this.scrollDOM.appendChild(this.contentDOM),this.announceDOM=document.createElement("div"),this.announceDOM.className="cm-announced",this.announceDOM.setAttribute(
"aria-live","polite"),this.dom=document.createElement("div"),this.dom.appendChild(this.announceDOM),this.dom.appendChild(this.scrollDOM),e.parent&&e.parent.appendChild(
this.dom);let{dispatch:n}=e;this.dispatchTransactions=e.dispatchTransactions||n&&(r=>r.forEach(s=>n(s,this)))||(r=>this.update(r)),this.dispatch=this.dispatch.bind(
this),this._root=e.root||fb(e.parent)||document,this.viewState=new Xa(this,e.state||ke.create(e)),e.scrollTo&&e.scrollTo.is(wa)&&(this.viewState.scrollTarget=e.
scrollTo.value.clip(this.viewState.state)),this.plugins=this.state.facet(Hr).map(r=>new Ys(r));for(let r of this.plugins)r.update(this);this.observer=new lu(this),
this.inputState=new Xf(this),this.inputState.ensureHandlers(this.plugins),this.docView=new qa(this),this.mountStyles(),this.updateAttrs(),this.updateState=0,this.
requestMeasure(),!((t=document.fonts)===null||t===void 0)&&t.ready&&document.fonts.ready.then(()=>{this.viewState.mustMeasureContent="refresh",this.requestMeasure()})}dispatch(...e){
let t=e.length==1&&e[0]instanceof We?e:e.length==1&&Array.isArray(e[0])?e[0]:[this.state.update(...e)];this.dispatchTransactions(t,this)}update(e){if(this.updateState!=
0)throw new Error("Calls to EditorView.update are not allowed while an update is in progress");let t=!1,n=!1,r,s=this.state;for(let h of e){if(h.startState!=s)throw new RangeError(
"Trying to update state with a transaction that doesn't start from the previous state.");s=h.state}if(this.destroyed){this.viewState.state=s;return}let o=this.hasFocus,
a=0,l=null;e.some(h=>h.annotation(Zm))?(this.inputState.notifiedFocused=o,a=1):o!=this.inputState.notifiedFocused&&(this.inputState.notifiedFocused=o,l=Km(s,o),
l||(a=1));let c=this.observer.delayedAndroidKey,f=null;if(c?(this.observer.clearDelayedAndroidKey(),f=this.observer.readChange(),(f&&!this.state.doc.eq(s.doc)||
!this.state.selection.eq(s.selection))&&(f=null)):this.observer.clear(),s.facet(ke.phrases)!=this.state.facet(ke.phrases))return this.setState(s);r=$a.create(this,
s,e),r.flags|=a;let u=this.viewState.scrollTarget;try{this.updateState=2;for(let h of e){if(u&&(u=u.map(h.changes)),h.scrollIntoView){let{main:d}=h.state.selection,
{x:p,y:m}=this.state.facet(i.cursorScrollMargin);u=new Xs(d.empty?d:D.cursor(d.head,d.head>d.anchor?-1:1),"nearest","nearest",m,p)}for(let d of h.effects)d.is(wa)&&
(u=d.value.clip(this.state))}this.viewState.update(r,u),this.bidiCache=Ya.update(this.bidiCache,r.changes),r.empty||(this.updatePlugins(r),this.inputState.update(
r)),t=this.docView.update(r),this.state.facet(qs)!=this.styleModules&&this.mountStyles(),n=this.updateAttrs(),this.showAnnouncements(e),this.docView.updateSelection(
t,e.some(h=>h.isUserEvent("select.pointer")))}finally{this.updateState=0}if(r.startState.facet(Ra)!=r.state.facet(Ra)&&(this.viewState.mustMeasureContent=!0),(t||
n||u||this.viewState.mustEnforceCursorAssoc||this.viewState.mustMeasureContent)&&this.requestMeasure(),t&&this.docViewUpdate(),!r.empty)for(let h of this.state.
facet(Pf))try{h(r)}catch(d){Je(this.state,d,"update listener")}(l||f)&&Promise.resolve().then(()=>{l&&this.state==l.startState&&this.dispatch(l),f&&!Gm(this,f)&&
c.force&&Zr(this.contentDOM,c.key,c.keyCode)})}setState(e){if(this.updateState!=0)throw new Error("Calls to EditorView.setState are not allowed while an update \
is in progress");if(this.destroyed){this.viewState.state=e;return}this.updateState=2;let t=this.hasFocus;try{for(let n of this.plugins)n.destroy(this);this.viewState=
new Xa(this,e),this.plugins=e.facet(Hr).map(n=>new Ys(n)),this.pluginMap.clear();for(let n of this.plugins)n.update(this);this.docView.destroy(),this.docView=new qa(
this),this.inputState.ensureHandlers(this.plugins),this.mountStyles(),this.updateAttrs(),this.bidiCache=[]}finally{this.updateState=0}t&&this.focus(),this.requestMeasure()}updatePlugins(e){
let t=e.startState.facet(Hr),n=e.state.facet(Hr);if(t!=n){let r=[];for(let s of n){let o=t.indexOf(s);if(o<0)r.push(new Ys(s));else{let a=this.plugins[o];a.mustUpdate=
e,r.push(a)}}for(let s of this.plugins)s.mustUpdate!=e&&s.destroy(this);this.plugins=r,this.pluginMap.clear()}else for(let r of this.plugins)r.mustUpdate=e;for(let r=0;r<
this.plugins.length;r++)this.plugins[r].update(this);t!=n&&this.inputState.ensureHandlers(this.plugins)}docViewUpdate(){for(let e of this.plugins){let t=e.value;
if(t&&t.docViewUpdate)try{t.docViewUpdate(this)}catch(n){Je(this.state,n,"doc view update listener")}}}measure(e=!0){if(this.destroyed)return;if(this.measureScheduled>
-1&&this.win.cancelAnimationFrame(this.measureScheduled),this.observer.delayedAndroidKey){this.measureScheduled=-1,this.requestMeasure();return}this.measureScheduled=
0,e&&this.observer.forceFlush();let t=null,n=this.viewState.scrollParent,r=this.viewState.getScrollOffset(),{scrollAnchorPos:s,scrollAnchorHeight:o,scaleY:a}=this.
viewState;Math.abs(r-this.viewState.scrollOffset)>1&&(o=-1),this.viewState.scrollAnchorHeight=-1;try{for(let l=0;;l++){if(o<0){if(ym(n||this.win))s=-1,o=this.viewState.
heightMap.height/this.viewState.scaleY;else{let p=this.viewState.scrollAnchorAt(r);s=p.from,o=p.top}a=this.viewState.scaleY}this.updateState=1;let c=this.viewState.
measure();if(!c&&!this.measureRequests.length&&this.viewState.scrollTarget==null)break;if(l>5){console.warn(this.measureRequests.length?"Measure loop restarted \
more than 5 times":"Viewport failed to stabilize");break}let f=[];c&4||([this.measureRequests,f]=[f,this.measureRequests]);let u=f.map(p=>{try{return p.read(this)}catch(m){
return Je(this.state,m),em}}),h=$a.create(this,this.state,[]),d=!1;h.flags|=c,t?t.flags|=c:t=h,this.updateState=2,h.empty||(this.updatePlugins(h),this.inputState.
update(h),this.updateAttrs(),d=this.docView.update(h),d&&this.docViewUpdate());for(let p=0;p<f.length;p++)if(u[p]!=em)try{let m=f[p];m.write&&m.write(u[p],this)}catch(m){
Je(this.state,m)}if(d&&this.docView.updateSelection(!0),!h.viewportChanged&&this.measureRequests.length==0){if(this.viewState.editorHeight)if(this.viewState.scrollTarget){
this.docView.scrollIntoView(this.viewState.scrollTarget),this.viewState.scrollTarget=null,o=-1;continue}else{let m=(s<0?this.viewState.heightMap.height:this.viewState.
lineBlockAt(s).top)/this.viewState.scaleY-o/a;if((m>1||m<-1)&&!(F.ios&&this.inputState.lastIOSMomentumScroll>Date.now()-100)&&(n==this.scrollDOM||this.hasFocus||
Math.max(this.inputState.lastWheelEvent,this.inputState.lastTouchTime)>Date.now()-100)){r=r+m,n?s<0?n.scrollTop=n.scrollHeight:n.scrollTop+=m:this.win.scrollBy(
0,m),o=-1;continue}}break}}}finally{this.updateState=0,this.measureScheduled=-1}if(t&&!t.empty)for(let l of this.state.facet(Pf))l(t)}get themeClasses(){return ou+
" "+(this.state.facet(su)?ig:tg)+" "+this.state.facet(Ra)}updateAttrs(){let e=tm(this,_m,{class:"cm-editor"+(this.hasFocus?" cm-focused ":" ")+this.themeClasses}),
t={spellcheck:"false",autocorrect:"off",autocapitalize:"off",writingsuggestions:"false",translate:"no",contenteditable:this.state.facet(ji)?"true":"false",class:"\
cm-content",style:`${F.tabSize}: ${this.state.tabSize}`,role:"textbox","aria-multiline":"true"};this.state.readOnly&&(t["aria-readonly"]="true"),tm(this,Su,t);let n=this.
observer.ignore(()=>{let r=Mp(this.contentDOM,this.contentAttrs,t),s=Mp(this.dom,this.editorAttrs,e);return r||s});return this.editorAttrs=e,this.contentAttrs=t,
n}showAnnouncements(e){let t=!0;for(let n of e)for(let r of n.effects)if(r.is(i.announce)){t&&(this.announceDOM.textContent="",this.win.clearTimeout(this.clearAnnouncement),
this.clearAnnouncement=this.win.setTimeout(()=>{this.announceDOM.textContent=" "},200),t=!1);let s=this.announceDOM.appendChild(document.createElement("div"));
s.textContent=r.value}}mountStyles(){this.styleModules=this.state.facet(qs);let e=this.state.facet(i.cspNonce);Xt.mount(this.root,this.styleModules.concat(mS).reverse(),
e?{nonce:e}:void 0)}readMeasured(){if(this.updateState==2)throw new Error("Reading the editor layout isn't allowed during an update");this.updateState==0&&this.
measureScheduled>-1&&this.measure(!1)}requestMeasure(e){if(this.measureScheduled<0&&(this.measureScheduled=this.win.requestAnimationFrame(()=>this.measure())),e){
if(this.measureRequests.indexOf(e)>-1)return;if(e.key!=null){for(let t=0;t<this.measureRequests.length;t++)if(this.measureRequests[t].key===e.key){this.measureRequests[t]=
e;return}}this.measureRequests.push(e)}}plugin(e){let t=this.pluginMap.get(e);return(t===void 0||t&&t.plugin!=e)&&this.pluginMap.set(e,t=this.plugins.find(n=>n.
plugin==e)||null),t&&t.update(this).value}get documentTop(){return this.contentDOM.getBoundingClientRect().top+this.viewState.paddingTop}get documentPadding(){return{
top:this.viewState.paddingTop,bottom:this.viewState.paddingBottom}}get scaleX(){return this.viewState.scaleX}get scaleY(){return this.viewState.scaleY}elementAtHeight(e){
return this.readMeasured(),this.viewState.elementAtHeight(e)}lineBlockAtHeight(e){return this.readMeasured(),this.viewState.lineBlockAtHeight(e)}get viewportLineBlocks(){
return this.viewState.viewportLines}lineBlockAt(e){return this.viewState.lineBlockAt(e)}get contentHeight(){return this.viewState.contentHeight}moveByChar(e,t,n){
return vf(this,e,Bp(this,e,t,n))}moveByGroup(e,t){return vf(this,e,Bp(this,e,t,n=>Vb(this,e.head,n)))}visualLineSide(e,t){return t?D.cursor(e.to,1):D.cursor(e.from,
-1)}moveToLineBoundary(e,t,n=!0){return Qb(this,e,t,n)}moveVertically(e,t,n){return vf(this,e,Bb(this,e,t,n))}domAtPos(e,t=1){return this.docView.domAtPos(e,t)}posAtDOM(e,t=0){
return this.docView.posFromDOM(e,t)}posAtCoords(e,t=!0){this.readMeasured();let n=jf(this,e,t);return n&&n.pos}posAndSideAtCoords(e,t=!0){return this.readMeasured(),
jf(this,e,t)}coordsAtPos(e,t=1){this.readMeasured();let n=this.state.doc.lineAt(e),r=this.bidiSpans(n),s=r[Jt.find(r,e-n.from,-1,t)];return n.length&&(e==n.from&&
t<0||e==n.to&&t>0)&&s.dir!=this.textDirectionAt(n.from)&&(e==n.to?(e=n.from+s.from,t=1):(e=n.from+s.to,t=-1)),this.docView.coordsAt(e,t,s.dir==de.RTL)}coordsForChar(e){
return this.readMeasured(),this.docView.coordsForChar(e)}get defaultCharacterWidth(){return this.viewState.heightOracle.charWidth}get defaultLineHeight(){return this.
viewState.heightOracle.lineHeight}get textDirection(){return this.viewState.defaultTextDirection}textDirectionAt(e){return!this.state.facet(Cm)||e<this.viewport.
from||e>this.viewport.to?this.textDirection:(this.readMeasured(),this.docView.textDirectionAt(e))}get lineWrapping(){return this.viewState.heightOracle.lineWrapping}bidiSpans(e){
if(e.length>yS)return km(e.length);let t=this.textDirectionAt(e.from),n;for(let s of this.bidiCache)if(s.from==e.from&&s.dir==t&&(s.fresh||xm(s.isolates,n=Fp(this,
e))))return s.order;n||(n=Fp(this,e));let r=yb(e.text,t,n);return this.bidiCache.push(new Ya(e.from,e.to,t,n,!0,r)),r}get hasFocus(){var e;return(this.dom.ownerDocument.
hasFocus()||F.safari&&((e=this.inputState)===null||e===void 0?void 0:e.lastContextMenu)>Date.now()-3e4)&&this.root.activeElement==this.contentDOM}focus(){this.observer.
ignore(()=>{Om(this.contentDOM),this.docView.updateSelection()})}setRoot(e){this._root!=e&&(this._root=e,this.observer.setWindow((e.nodeType==9?e:e.ownerDocument).
defaultView||window),this.mountStyles())}destroy(){this.root.activeElement==this.contentDOM&&this.contentDOM.blur();for(let e of this.plugins)e.destroy(this);this.
plugins=[],this.inputState.destroy(),this.docView.destroy(),this.dom.remove(),this.observer.destroy(),this.win.clearTimeout(this.clearAnnouncement),this.measureScheduled>
-1&&this.win.cancelAnimationFrame(this.measureScheduled),this.destroyed=!0}static scrollIntoView(e,t={}){var n,r,s,o;return wa.of(new Xs(typeof e=="number"?D.cursor(
e):e,(n=t.y)!==null&&n!==void 0?n:"nearest",(r=t.x)!==null&&r!==void 0?r:"nearest",(s=t.yMargin)!==null&&s!==void 0?s:5,(o=t.xMargin)!==null&&o!==void 0?o:5))}scrollSnapshot(){
let{scrollTop:e,scrollLeft:t}=this.scrollDOM,n=this.viewState.scrollAnchorAt(e);return wa.of(new Xs(D.cursor(n.from),"start","start",n.top-e,t,!0))}setTabFocusMode(e){
e==null?this.inputState.tabFocusMode=this.inputState.tabFocusMode<0?0:-1:typeof e=="boolean"?this.inputState.tabFocusMode=e?0:-1:this.inputState.tabFocusMode!=0&&
(this.inputState.tabFocusMode=Date.now()+e)}static domEventHandlers(e){return Ke.define(()=>({}),{eventHandlers:e})}static domEventObservers(e){return Ke.define(
()=>({}),{eventObservers:e})}static theme(e,t){let n=Xt.newName(),r=[Ra.of(n),qs.of(au(`.${n}`,e))];return t&&t.dark&&r.push(su.of(!0)),r}static baseTheme(e){return Ui.
lowest(qs.of(au("."+ou,e,ng)))}static findFromDOM(e){var t;let n=e.querySelector(".cm-content"),r=n&&we.get(n)||we.get(e);return((t=r?.root)===null||t===void 0?
void 0:t.view)||null}};U.styleModule=qs;U.inputHandler=Dm;U.clipboardInputFilter=Tu;U.clipboardOutputFilter=bu;U.scrollHandler=Mm;U.focusChangeEffect=Rm;U.perLineTextDirection=
Cm;U.exceptionSink=Im;U.updateListener=Pf;U.editable=ji;U.mouseSelectionStyle=Am;U.dragMovesSelection=Nm;U.clickAddsSelectionRange=wm;U.decorations=nl;U.blockWrappers=
Fm;U.outerDecorations=xu;U.atomicRanges=so;U.bidiIsolatedRanges=Qm;U.cursorScrollMargin=V.define({combine:i=>{let e=5,t=5;for(let n of i)typeof n=="number"?e=t=
n:{x:e,y:t}=n;return{x:e,y:t}}});U.scrollMargins=Bm;U.darkTheme=su;U.cspNonce=V.define({combine:i=>i.length?i[0]:""});U.contentAttributes=Su;U.editorAttributes=
_m;U.lineWrapping=U.contentAttributes.of({class:"cm-lineWrapping"});U.announce=X.define();var yS=4096,em={},Ya=class i{constructor(e,t,n,r,s,o){this.from=e,this.
to=t,this.dir=n,this.isolates=r,this.fresh=s,this.order=o}static update(e,t){if(t.empty&&!e.some(s=>s.fresh))return e;let n=[],r=e.length?e[e.length-1].dir:de.LTR;
for(let s=Math.max(0,e.length-10);s<e.length;s++){let o=e[s];o.dir==r&&!t.touchesRange(o.from,o.to)&&n.push(new i(t.mapPos(o.from,1),t.mapPos(o.to,-1),o.dir,o.isolates,
!1,o.order))}return n}};function tm(i,e,t){for(let n=i.state.facet(e),r=n.length-1;r>=0;r--){let s=n[r],o=typeof s=="function"?s(i):s;o&&Ou(o,t)}return t}var vS=F.
mac?"mac":F.windows?"win":F.linux?"linux":"key";function TS(i,e){let t=i.split(/-(?!$)/),n=t[t.length-1];n=="Space"&&(n=" ");let r,s,o,a;for(let l=0;l<t.length-
1;++l){let c=t[l];if(/^(cmd|meta|m)$/i.test(c))a=!0;else if(/^a(lt)?$/i.test(c))r=!0;else if(/^(c|ctrl|control)$/i.test(c))s=!0;else if(/^s(hift)?$/i.test(c))o=
!0;else if(/^mod$/i.test(c))e=="mac"?a=!0:s=!0;else throw new Error("Unrecognized modifier name: "+c)}return r&&(n="Alt-"+n),s&&(n="Ctrl-"+n),a&&(n="Meta-"+n),o&&
(n="Shift-"+n),n}function Ca(i,e,t){return e.altKey&&(i="Alt-"+i),e.ctrlKey&&(i="Ctrl-"+i),e.metaKey&&(i="Meta-"+i),t!==!1&&e.shiftKey&&(i="Shift-"+i),i}var bS=Ui.
default(U.domEventHandlers({keydown(i,e){return ES(SS(e.state),i,e,"editor")}})),$n=V.define({enables:bS}),im=new WeakMap;function SS(i){let e=i.facet($n),t=im.
get(e);return t||im.set(e,t=kS(e.reduce((n,r)=>n.concat(r),[]))),t}var Zi=null,xS=4e3;function kS(i,e=vS){let t=Object.create(null),n=Object.create(null),r=(o,a)=>{let l=n[o];if(l==null)n[o]=a;else if(l!=a)throw new Error("Key \
binding "+o+" is used both as a regular binding and as a multi-stroke prefix")},s=(o,a,l,c,f)=>{var u,h;let d=t[o]||(t[o]=Object.create(null)),p=a.split(/ (?!$)/).
map(v=>TS(v,e));for(let v=1;v<p.length;v++){let k=p.slice(0,v).join(" ");r(k,!0),d[k]||(d[k]={preventDefault:!0,stopPropagation:!1,run:[y=>{let A=Zi={view:y,prefix:k,
scope:o};return setTimeout(()=>{Zi==A&&(Zi=null)},xS),!0}]})}let m=p.join(" ");r(m,!1);let O=d[m]||(d[m]={preventDefault:!1,stopPropagation:!1,run:((h=(u=d._any)===
null||u===void 0?void 0:u.run)===null||h===void 0?void 0:h.slice())||[]});l&&O.run.push(l),c&&(O.preventDefault=!0),f&&(O.stopPropagation=!0)};for(let o of i){let a=o.
scope?o.scope.split(" "):["editor"];if(o.any)for(let c of a){let f=t[c]||(t[c]=Object.create(null));f._any||(f._any={preventDefault:!1,stopPropagation:!1,run:[]});
let{any:u}=o;for(let h in f)f[h].run.push(d=>u(d,fu))}let l=o[e]||o.key;if(l)for(let c of a)s(c,l,o.run,o.preventDefault,o.stopPropagation),o.shift&&s(c,"Shift-"+
l,o.shift,o.preventDefault,o.stopPropagation)}return t}var fu=null;function ES(i,e,t,n){fu=e;let r=Ip(e),s=kt(r,0),o=ui(s)==r.length&&r!=" ",a="",l=!1,c=!1,f=!1;
Zi&&Zi.view==t&&Zi.scope==n&&(a=Zi.prefix+" ",Xm.indexOf(e.keyCode)<0&&(c=!0,Zi=null));let u=new Set,h=O=>{if(O){for(let v of O.run)if(!u.has(v)&&(u.add(v),v(t)))
return O.stopPropagation&&(f=!0),!0;O.preventDefault&&(O.stopPropagation&&(f=!0),c=!0)}return!1},d=i[n],p,m;return d&&(h(d[a+Ca(r,e,!o)])?l=!0:o&&(e.altKey||e.metaKey||
e.ctrlKey)&&!(F.windows&&e.ctrlKey&&e.altKey)&&!(F.mac&&e.altKey&&!(e.ctrlKey||e.metaKey))&&(p=$i[e.keyCode])&&p!=r?(h(d[a+Ca(p,e,!0)])||e.shiftKey&&(m=Gr[e.keyCode])!=
r&&m!=p&&h(d[a+Ca(m,e,!1)]))&&(l=!0):o&&e.shiftKey&&h(d[a+Ca(r,e,!0)])&&(l=!0),!l&&h(d._any)&&(l=!0)),c&&(l=!0),l&&f&&e.stopPropagation(),fu=null,l}var Vn=class i{constructor(e,t,n,r,s){
this.className=e,this.left=t,this.top=n,this.width=r,this.height=s}draw(){let e=document.createElement("div");return e.className=this.className,this.adjust(e),e}update(e,t){
return t.className!=this.className?!1:(this.adjust(e),!0)}adjust(e){e.style.left=this.left+"px",e.style.top=this.top+"px",this.width!=null&&(e.style.width=this.
width+"px"),e.style.height=this.height+"px"}eq(e){return this.left==e.left&&this.top==e.top&&this.width==e.width&&this.height==e.height&&this.className==e.className}static forRange(e,t,n){
if(n.empty){let r=e.coordsAtPos(n.head,n.assoc||1);if(!r)return[];let s=rg(e);return[new i(t,r.left-s.left,r.top-s.top,null,r.bottom-r.top)]}else return wS(e,t,
n)}};function rg(i){let e=i.scrollDOM.getBoundingClientRect();return{left:(i.textDirection==de.LTR?e.left:e.right-i.scrollDOM.clientWidth*i.scaleX)-i.scrollDOM.
scrollLeft*i.scaleX,top:e.top-i.scrollDOM.scrollTop*i.scaleY}}function nm(i,e,t,n){let r=i.coordsAtPos(e,t*2);if(!r)return n;let s=i.dom.getBoundingClientRect(),
o=(r.top+r.bottom)/2,a=i.posAtCoords({x:s.left+1,y:o}),l=i.posAtCoords({x:s.right-1,y:o});return a==null||l==null?n:{from:Math.max(n.from,Math.min(a,l)),to:Math.
min(n.to,Math.max(a,l))}}function wS(i,e,t){if(t.to<=i.viewport.from||t.from>=i.viewport.to)return[];let n=Math.max(t.from,i.viewport.from),r=Math.min(t.to,i.viewport.
to),s=i.textDirection==de.LTR,o=i.contentDOM,a=o.getBoundingClientRect(),l=rg(i),c=o.querySelector(".cm-line"),f=c&&window.getComputedStyle(c),u=a.left+(f?parseInt(
f.paddingLeft)+Math.min(0,parseInt(f.textIndent)):0),h=a.right-(f?parseInt(f.paddingRight):0),d=$f(i,n,1),p=$f(i,r,-1),m=d.type==nt.Text?d:null,O=p.type==nt.Text?
p:null;if(m&&(i.lineWrapping||d.widgetLineBreaks)&&(m=nm(i,n,1,m)),O&&(i.lineWrapping||p.widgetLineBreaks)&&(O=nm(i,r,-1,O)),m&&O&&m.from==O.from&&m.to==O.to)return k(
y(t.from,t.to,m));{let b=m?y(t.from,null,m):A(d,!1),N=O?y(null,t.to,O):A(p,!0),C=[];return(m||d).to<(O||p).from-(m&&O?1:0)||d.widgetLineBreaks>1&&b.bottom+i.defaultLineHeight/
2<N.top?C.push(v(u,b.bottom,h,N.top)):b.bottom<N.top&&i.elementAtHeight((b.bottom+N.top)/2).type==nt.Text&&(b.bottom=N.top=(b.bottom+N.top)/2),k(b).concat(C).concat(
k(N))}function v(b,N,C,W){return new Vn(e,b-l.left,N-l.top,Math.max(0,C-b),W-N)}function k({top:b,bottom:N,horizontal:C}){let W=[];for(let ee=0;ee<C.length;ee+=
2)W.push(v(C[ee],b,C[ee+1],N));return W}function y(b,N,C){let W=1e9,ee=-1e9,me=[];function Z(oe,Oe,Pe,je,jt){let Re=i.coordsAtPos(oe,oe==C.to?-2:2),ct=i.coordsAtPos(
Pe,Pe==C.from?2:-2);!Re||!ct||(W=Math.min(Re.top,ct.top,W),ee=Math.max(Re.bottom,ct.bottom,ee),jt==de.LTR?me.push(s&&Oe?u:Re.left,s&&je?h:ct.right):me.push(!s&&
je?u:ct.left,!s&&Oe?h:Re.right))}let $=b??C.from,ce=N??C.to;for(let oe of i.visibleRanges)if(oe.to>$&&oe.from<ce)for(let Oe=Math.max(oe.from,$),Pe=Math.min(oe.to,
ce);;){let je=i.state.doc.lineAt(Oe);for(let jt of i.bidiSpans(je)){let Re=jt.from+je.from,ct=jt.to+je.from;if(Re>=Pe)break;ct>Oe&&Z(Math.max(Re,Oe),b==null&&Re<=
$,Math.min(ct,Pe),N==null&&ct>=ce,jt.dir)}if(Oe=je.to+1,Oe>=Pe)break}return me.length==0&&Z($,b==null,ce,N==null,i.textDirection),{top:W,bottom:ee,horizontal:me}}
function A(b,N){let C=a.top+(N?b.top:b.bottom);return{top:C,bottom:C,horizontal:[]}}}function NS(i,e){return i.constructor==e.constructor&&i.eq(e)}var uu=class{constructor(e,t){
this.view=e,this.layer=t,this.drawn=[],this.scaleX=1,this.scaleY=1,this.measureReq={read:this.measure.bind(this),write:this.draw.bind(this)},this.dom=e.scrollDOM.
appendChild(document.createElement("div")),this.dom.classList.add("cm-layer"),t.above&&this.dom.classList.add("cm-layer-above"),t.class&&this.dom.classList.add(
t.class),this.scale(),this.dom.setAttribute("aria-hidden","true"),this.setOrder(e.state),e.requestMeasure(this.measureReq),t.mount&&t.mount(this.dom,e)}update(e){
e.startState.facet(Fa)!=e.state.facet(Fa)&&this.setOrder(e.state),(this.layer.update(e,this.dom)||e.geometryChanged)&&(this.scale(),e.view.requestMeasure(this.measureReq))}docViewUpdate(e){
this.layer.updateOnDocViewUpdate!==!1&&e.requestMeasure(this.measureReq)}setOrder(e){let t=0,n=e.facet(Fa);for(;t<n.length&&n[t]!=this.layer;)t++;this.dom.style.
zIndex=String((this.layer.above?150:-1)-t)}measure(){return this.layer.markers(this.view)}scale(){let{scaleX:e,scaleY:t}=this.view;(e!=this.scaleX||t!=this.scaleY)&&
(this.scaleX=e,this.scaleY=t,this.dom.style.transform=`scale(${1/e}, ${1/t})`)}draw(e){if(e.length!=this.drawn.length||e.some((t,n)=>!NS(t,this.drawn[n]))){let t=this.
dom.firstChild,n=0;for(let r of e)r.update&&t&&r.constructor&&this.drawn[n].constructor&&r.update(t,this.drawn[n])?(t=t.nextSibling,n++):this.dom.insertBefore(r.
draw(),t);for(;t;){let r=t.nextSibling;t.remove(),t=r}this.drawn=e,F.webkit&&(this.dom.style.display=this.dom.firstChild?"":"none")}}destroy(){this.layer.destroy&&
this.layer.destroy(this.dom,this.view),this.dom.remove()}},Fa=V.define();function sg(i){return[Ke.define(e=>new uu(e,i)),Fa.of(i)]}var hu=!F.ios,os=V.define({combine(i){
return Ht(i,{cursorBlinkRate:1200,drawRangeCursor:!0,iosSelectionHandles:!0},{cursorBlinkRate:(e,t)=>Math.min(e,t),drawRangeCursor:(e,t)=>e||t})}});function og(i={}){
return[os.of(i),AS,IS,RS,Pm.of(!0)]}function ag(i){return i.startState.facet(os)!=i.state.facet(os)}var AS=sg({above:!0,markers(i){let{state:e}=i,t=e.facet(os),n=[];for(let r of e.selection.ranges){
let s=r==e.selection.main;if(r.empty||t.drawRangeCursor&&!(s&&F.ios&&t.iosSelectionHandles)){let o=s?"cm-cursor cm-cursor-primary":"cm-cursor cm-cursor-secondar\
y",a=r.empty?r:D.cursor(r.head,r.assoc);for(let l of Vn.forRange(i,o,a))n.push(l)}}return n},update(i,e){i.transactions.some(n=>n.selection)&&(e.style.animationName=
e.style.animationName=="cm-blink"?"cm-blink2":"cm-blink");let t=ag(i);return t&&rm(i.state,e),i.docChanged||i.selectionSet||t},mount(i,e){rm(e.state,i)},class:"\
cm-cursorLayer"});function rm(i,e){e.style.animationDuration=i.facet(os).cursorBlinkRate+"ms"}var IS=sg({above:!1,markers(i){let e=[],{main:t,ranges:n}=i.state.
selection;for(let r of n)if(!r.empty&&(hu||r!=t))for(let s of Vn.forRange(i,"cm-selectionBackground",r))e.push(s);if(F.ios&&!t.empty&&i.state.facet(os).iosSelectionHandles){
for(let r of Vn.forRange(i,"cm-selectionHandle cm-selectionHandle-start",D.cursor(t.from,1)))e.push(r);for(let r of Vn.forRange(i,"cm-selectionHandle cm-selecti\
onHandle-end",D.cursor(t.to,1)))e.push(r)}return e},update(i,e){return i.docChanged||i.selectionSet||i.viewportChanged||ag(i)},class:"cm-selectionLayer"}),DS=F.
gecko&&F.gecko_version==153?"#ffffff01":"transparent",RS=Ui.highest(U.theme({".cm-line":{...hu?{"& ::selection, &::selection":{backgroundColor:`${DS} !important`}}:
{},caretColor:"transparent !important"},".cm-content":{caretColor:"transparent !important","& :focus":{caretColor:"initial !important",...hu?{"&::selection, & :\
:selection":{backgroundColor:"Highlight !important"}}:{}}}}));var nL=/x/.unicode!=null?"gu":"g";var Pa="-10000px",za=class{constructor(e,t,n,r){this.facet=t,this.createTooltipView=n,this.removeTooltipView=r,this.input=e.state.facet(t),this.tooltips=this.input.
filter(o=>o);let s=null;this.tooltipViews=this.tooltips.map(o=>s=n(o,s))}update(e,t){var n;let r=e.state.facet(this.facet),s=r.filter(l=>l);if(r===this.input){for(let l of this.
tooltipViews)l.update&&l.update(e);return!1}let o=[],a=t?[]:null;for(let l=0;l<s.length;l++){let c=s[l],f=-1;if(c){for(let u=0;u<this.tooltips.length;u++){let h=this.
tooltips[u];h&&h.create==c.create&&(f=u)}if(f<0)o[l]=this.createTooltipView(c,l?o[l-1]:null),a&&(a[l]=!!c.above);else{let u=o[l]=this.tooltipViews[f];a&&(a[l]=t[f]),
u.update&&u.update(e)}}}for(let l of this.tooltipViews)o.indexOf(l)<0&&(this.removeTooltipView(l),(n=l.destroy)===null||n===void 0||n.call(l));return t&&(a.forEach(
(l,c)=>t[c]=l),t.length=a.length),this.input=r,this.tooltips=s,this.tooltipViews=o,!0}};function lg(i){let e=i.dom.ownerDocument.documentElement,t=e.clientWidth,n=getComputedStyle(e);if(!/stable/.test(n.scrollbarGutter||""))return{left:0,right:t};let r=e.
getBoundingClientRect(),s=i.win.scrollX;return{left:Math.max(0,r.left+s-parseFloat(n.marginLeft)),right:Math.min(t,r.right+s+parseFloat(n.marginRight))}}function CS(i){
let{left:e,right:t}=lg(i);return{top:0,left:e,right:t,bottom:i.dom.ownerDocument.documentElement.clientHeight}}var bf=V.define({combine:i=>{var e,t,n;return{position:F.
ios?"absolute":((e=i.find(r=>r.position))===null||e===void 0?void 0:e.position)||"fixed",parent:((t=i.find(r=>r.parent))===null||t===void 0?void 0:t.parent)||null,
tooltipSpace:((n=i.find(r=>r.tooltipSpace))===null||n===void 0?void 0:n.tooltipSpace)||CS}}}),sm=new WeakMap,wu=Ke.fromClass(class{constructor(i){this.view=i,this.
above=[],this.inView=!0,this.madeAbsolute=!1,this.lastTransaction=0,this.measureTimeout=-1;let e=i.state.facet(bf);this.position=e.position,this.parent=e.parent,
this.classes=i.themeClasses,this.createContainer(),this.measureReq={read:this.readMeasure.bind(this),write:this.writeMeasure.bind(this),key:this},this.resizeObserver=
typeof ResizeObserver=="function"?new ResizeObserver(()=>this.measureSoon()):null,this.manager=new za(i,oo,(t,n)=>this.createTooltip(t,n),t=>{this.resizeObserver&&
this.resizeObserver.unobserve(t.dom),t.dom.remove()}),this.above=this.manager.tooltips.map(t=>!!t.above),this.intersectionObserver=typeof IntersectionObserver==
"function"?new IntersectionObserver(t=>{Date.now()>this.lastTransaction-50&&t.length>0&&t[t.length-1].intersectionRatio<1&&this.measureSoon()},{threshold:[1]}):
null,this.observeIntersection(),i.win.addEventListener("resize",this.measureSoon=this.measureSoon.bind(this)),this.maybeMeasure()}createContainer(){this.parent?
(this.container=document.createElement("div"),this.container.style.position="relative",this.container.className=this.view.themeClasses,this.parent.appendChild(this.
container)):this.container=this.view.dom}observeIntersection(){if(this.intersectionObserver){this.intersectionObserver.disconnect();for(let i of this.manager.tooltipViews)
this.intersectionObserver.observe(i.dom)}}measureSoon(){this.measureTimeout<0&&(this.measureTimeout=setTimeout(()=>{this.measureTimeout=-1,this.maybeMeasure()},
50))}update(i){i.transactions.length&&(this.lastTransaction=Date.now());let e=this.manager.update(i,this.above);e&&this.observeIntersection();let t=e||i.geometryChanged,
n=i.state.facet(bf);if(n.position!=this.position&&!this.madeAbsolute){this.position=n.position;for(let r of this.manager.tooltipViews)r.dom.style.position=this.
position;t=!0}if(n.parent!=this.parent){this.parent&&this.container.remove(),this.parent=n.parent,this.createContainer();for(let r of this.manager.tooltipViews)
this.container.appendChild(r.dom);t=!0}else this.parent&&this.view.themeClasses!=this.classes&&(this.classes=this.container.className=this.view.themeClasses);t&&
this.maybeMeasure()}createTooltip(i,e){let t=i.create(this.view),n=e?e.dom:null;if(t.dom.classList.add("cm-tooltip"),i.arrow&&!t.dom.querySelector(".cm-tooltip \
> .cm-tooltip-arrow")){let r=document.createElement("div");r.className="cm-tooltip-arrow",t.dom.appendChild(r)}return t.dom.style.position=this.position,t.dom.style.
top=Pa,t.dom.style.left="0px",this.container.insertBefore(t.dom,n),t.mount&&t.mount(this.view),this.resizeObserver&&this.resizeObserver.observe(t.dom),t}destroy(){
var i,e,t;this.view.win.removeEventListener("resize",this.measureSoon);for(let n of this.manager.tooltipViews)n.dom.remove(),(i=n.destroy)===null||i===void 0||i.
call(n);this.parent&&this.container.remove(),(e=this.resizeObserver)===null||e===void 0||e.disconnect(),(t=this.intersectionObserver)===null||t===void 0||t.disconnect(),
clearTimeout(this.measureTimeout)}readMeasure(){let i=1,e=1,t=!1,n=0;if(this.position=="fixed"&&this.manager.tooltipViews.length){let{dom:o}=this.manager.tooltipViews[0];
if(F.safari){let a=o.getBoundingClientRect();t=Math.abs(a.top+1e4)>1||Math.abs(a.left)>1}else t=!!o.offsetParent&&o.offsetParent!=this.container.ownerDocument.body}
if(t||this.position=="absolute")if(this.parent){let o=this.parent.getBoundingClientRect();o.width&&o.height&&(i=o.width/this.parent.offsetWidth,e=o.height/this.
parent.offsetHeight)}else({scaleX:i,scaleY:e}=this.view.viewState);else n=lg(this.view).left;let r=this.view.scrollDOM.getBoundingClientRect(),s=ku(this.view);return{
visible:{left:r.left+s.left,top:r.top+s.top,right:r.right-s.right,bottom:r.bottom-s.bottom},parent:this.parent?this.container.getBoundingClientRect():this.view.
dom.getBoundingClientRect(),pos:this.manager.tooltips.map((o,a)=>{let l=this.manager.tooltipViews[a];return l.getCoords?l.getCoords(o.pos):this.view.coordsAtPos(
o.pos)}),size:this.manager.tooltipViews.map(({dom:o})=>o.getBoundingClientRect()),space:this.view.state.facet(bf).tooltipSpace(this.view),scaleX:i,scaleY:e,makeAbsolute:t,
fixedLeft:n}}writeMeasure(i){var e;if(i.makeAbsolute){this.madeAbsolute=!0,this.position="absolute";for(let a of this.manager.tooltipViews)a.dom.style.position=
"absolute"}let{visible:t,space:n,scaleX:r,scaleY:s}=i,o=[];for(let a=0;a<this.manager.tooltips.length;a++){let l=this.manager.tooltips[a],c=this.manager.tooltipViews[a],
{dom:f}=c,u=i.pos[a],h=i.size[a];if(!u||l.clip!==!1&&(u.bottom<=Math.max(t.top,n.top)||u.top>=Math.min(t.bottom,n.bottom)||u.right<Math.max(t.left,n.left)-.1||u.
left>Math.min(t.right,n.right)+.1)){f.style.top=Pa;continue}let d=l.arrow?c.dom.querySelector(".cm-tooltip-arrow"):null,p=d?7:0,m=h.right-h.left,O=(e=sm.get(c))!==
null&&e!==void 0?e:h.bottom-h.top,v=c.offset||MS,k=this.view.textDirection==de.LTR,y=h.width>n.right-n.left?k?n.left:n.right-h.width:k?Math.max(n.left,Math.min(
u.left-(d?14:0)+v.x,n.right-m)):Math.min(Math.max(n.left,u.left-m+(d?14:0)-v.x),n.right-m),A=this.above[a];!l.strictSide&&(A?u.top-O-p-v.y<n.top:u.bottom+O+p+v.
y>n.bottom)&&A==n.bottom-u.bottom>u.top-n.top&&(A=this.above[a]=!A);let b=(A?u.top-n.top:n.bottom-u.bottom)-p;if(b<O&&c.resize!==!1){if(b<this.view.defaultLineHeight){
f.style.top=Pa;continue}sm.set(c,O),f.style.height=(O=b)/s+"px"}else f.style.height&&(f.style.height="");let N=A?u.top-O-p-v.y:u.bottom+p+v.y,C=y+m;if(c.overlap!==
!0)for(let W of o)W.left<C&&W.right>y&&W.top<N+O&&W.bottom>N&&(N=A?W.top-O-2-p:W.bottom+p+2);if(this.position=="absolute"?(f.style.top=(N-i.parent.top)/s+"px",om(
f,(y-i.parent.left)/r)):(f.style.top=N/s+"px",om(f,(y-i.fixedLeft)/r)),d){let W=u.left+(k?v.x:-v.x)-(y+14-7);d.style.left=W/r+"px"}c.overlap!==!0&&o.push({left:y,
top:N,right:C,bottom:N+O}),f.classList.toggle("cm-tooltip-above",A),f.classList.toggle("cm-tooltip-below",!A),c.positioned&&c.positioned(i.space)}}maybeMeasure(){
if(this.manager.tooltips.length&&(this.view.inView&&this.view.requestMeasure(this.measureReq),this.inView!=this.view.inView&&(this.inView=this.view.inView,!this.
inView)))for(let i of this.manager.tooltipViews)i.dom.style.top=Pa}},{eventObservers:{scroll(){this.maybeMeasure()}}});function om(i,e){let t=parseInt(i.style.left,
10);(isNaN(t)||Math.abs(e-t)>1)&&(i.style.left=e+"px")}var PS=U.baseTheme({".cm-tooltip":{zIndex:500,boxSizing:"border-box"},"&light .cm-tooltip":{border:"1px s\
olid #bbb",backgroundColor:"#f5f5f5"},"&light .cm-tooltip-section:not(:first-child)":{borderTop:"1px solid #bbb"},"&dark .cm-tooltip":{backgroundColor:"#333338",
color:"white"},".cm-tooltip-arrow":{height:"7px",width:"14px",position:"absolute",zIndex:-1,overflow:"hidden","&:before, &:after":{content:"''",position:"absolu\
te",width:0,height:0,borderLeft:"7px solid transparent",borderRight:"7px solid transparent"},".cm-tooltip-above &":{bottom:"-7px","&:before":{borderTop:"7px sol\
id #bbb"},"&:after":{borderTop:"7px solid #f5f5f5",bottom:"1px"}},".cm-tooltip-below &":{top:"-7px","&:before":{borderBottom:"7px solid #bbb"},"&:after":{borderBottom:"\
7px solid #f5f5f5",top:"1px"}}},"&dark .cm-tooltip .cm-tooltip-arrow":{"&:before":{borderTopColor:"#333338",borderBottomColor:"#333338"},"&:after":{borderTopColor:"\
transparent",borderBottomColor:"transparent"}}}),MS={x:0,y:0},oo=V.define({enables:[wu,PS]}),Ja=V.define({combine:i=>i.reduce((e,t)=>e.concat(t),[])}),Za=class i{static create(e){
return new i(e)}constructor(e){this.view=e,this.mounted=!1,this.dom=document.createElement("div"),this.dom.classList.add("cm-tooltip-hover"),this.manager=new za(
e,Ja,(t,n)=>this.createHostedView(t,n),t=>t.dom.remove())}createHostedView(e,t){let n=e.create(this.view);return n.dom.classList.add("cm-tooltip-section"),this.
dom.insertBefore(n.dom,t?t.dom.nextSibling:this.dom.firstChild),this.mounted&&n.mount&&n.mount(this.view),n}mount(e){for(let t of this.manager.tooltipViews)t.mount&&
t.mount(e);this.mounted=!0}positioned(e){for(let t of this.manager.tooltipViews)t.positioned&&t.positioned(e)}update(e){this.manager.update(e)}destroy(){var e;for(let t of this.
manager.tooltipViews)(e=t.destroy)===null||e===void 0||e.call(t)}passProp(e){let t;for(let n of this.manager.tooltipViews){let r=n[e];if(r!==void 0){if(t===void 0)
t=r;else if(t!==r)return}}return t}get offset(){return this.passProp("offset")}get getCoords(){return this.passProp("getCoords")}get overlap(){return this.passProp(
"overlap")}get resize(){return this.passProp("resize")}},LS=oo.compute([Ja],i=>{let e=i.facet(Ja);return e.length===0?null:{pos:Math.min(...e.map(t=>t.pos)),end:Math.
max(...e.map(t=>{var n;return(n=t.end)!==null&&n!==void 0?n:t.pos})),create:Za.create,above:e[0].above,arrow:e.some(t=>t.arrow)}}),cg=V.define(),du=class{constructor(e,t,n,r,s,o){
this.view=e,this.source=t,this.field=n,this.locked=r,this.setHover=s,this.hoverTime=o,this.hoverTimeout=-1,this.restartTimeout=-1,this.pending=null,this.lastMove=
{x:0,y:0,target:e.dom,time:0},this.checkHover=this.checkHover.bind(this),e.dom.addEventListener("mouseleave",this.mouseleave=this.mouseleave.bind(this)),e.dom.addEventListener(
"mousemove",this.mousemove=this.mousemove.bind(this))}update(e){this.pending&&(this.pending=null,clearTimeout(this.restartTimeout),this.restartTimeout=setTimeout(
()=>this.startHover(),20))}get active(){return this.view.state.field(this.field)}checkHover(){if(this.hoverTimeout=-1,this.active.length)return;let e=Date.now()-
this.lastMove.time;e<this.hoverTime?this.hoverTimeout=setTimeout(this.checkHover,this.hoverTime-e):this.startHover()}startHover(){clearTimeout(this.restartTimeout);
let{view:e,lastMove:t}=this,n=e.docView.tile.nearest(t.target);if(!n)return;let r,s=1;if(n.isWidget())r=n.posAtStart;else{if(r=e.posAtCoords(t),r==null)return;let o=e.
coordsAtPos(r);if(!o||t.y<o.top||t.y>o.bottom||t.x<o.left-e.defaultCharacterWidth||t.x>o.right+e.defaultCharacterWidth)return;let a=e.bidiSpans(e.state.doc.lineAt(
r)).find(c=>c.from<=r&&c.to>=r),l=a&&a.dir==de.RTL?-1:1;s=t.x<o.left?-l:l}this.activateHover(e,r,s)}activateHover(e,t,n,r){let s=this.source(e,t,n),o=a=>{if(a&&
!(Array.isArray(a)&&!a.length)){let l=Array.isArray(a)?a:[a];r&&this.locked.set(l,r),e.dispatch({effects:this.setHover.of(l)})}};if(s&&"then"in s){let a=this.pending=
{pos:t};s.then(l=>{this.pending==a&&(this.pending=null,o(l))},l=>Je(e.state,l,"hover tooltip"))}else o(s)}get tooltip(){let e=this.view.plugin(wu),t=e?e.manager.
tooltips.findIndex(n=>n.create==Za.create):-1;return t>-1?e.manager.tooltipViews[t]:null}mousemove(e){var t,n;this.lastMove={x:e.clientX,y:e.clientY,target:e.target,
time:Date.now()},this.hoverTimeout<0&&(this.hoverTimeout=setTimeout(this.checkHover,this.hoverTime));let{active:r,tooltip:s}=this;if(r.length&&!this.locked.has(
r)&&s&&!_S(s.dom,e)||this.pending){let{pos:o}=r[0]||this.pending,a=(n=(t=r[0])===null||t===void 0?void 0:t.end)!==null&&n!==void 0?n:o;(o==a?this.view.posAtCoords(
this.lastMove)!=o:!FS(this.view,o,a,e.clientX,e.clientY))&&(this.view.dispatch({effects:this.setHover.of([])}),this.pending=null)}}mouseleave(e){clearTimeout(this.
hoverTimeout),this.hoverTimeout=-1;let{active:t}=this;if(t.length&&!this.locked.has(t)){let{tooltip:n}=this;n&&n.dom.contains(e.relatedTarget)?this.watchTooltipLeave(
n.dom):this.view.dispatch({effects:this.setHover.of([])})}}watchTooltipLeave(e){let t=n=>{e.removeEventListener("mouseleave",t);let{active:r}=this;r.length&&!this.
locked.has(r)&&!this.view.dom.contains(n.relatedTarget)&&this.view.dispatch({effects:this.setHover.of([])})};e.addEventListener("mouseleave",t)}destroy(){clearTimeout(
this.hoverTimeout),clearTimeout(this.restartTimeout),this.view.dom.removeEventListener("mouseleave",this.mouseleave),this.view.dom.removeEventListener("mousemov\
e",this.mousemove)}},Ma=4;function _S(i,e){let{left:t,right:n,top:r,bottom:s}=i.getBoundingClientRect(),o;if(o=i.querySelector(".cm-tooltip-arrow")){let a=o.getBoundingClientRect();
r=Math.min(a.top,r),s=Math.max(a.bottom,s)}return e.clientX>=t-Ma&&e.clientX<=n+Ma&&e.clientY>=r-Ma&&e.clientY<=s+Ma}function FS(i,e,t,n,r,s){let o=i.scrollDOM.
getBoundingClientRect(),a=i.documentTop+i.documentPadding.top+i.contentHeight;if(o.left>n||o.right<n||o.top>r||Math.min(o.bottom,a)<r)return!1;let l=i.posAtCoords(
{x:n,y:r},!1);return l>=e&&l<=t}function fg(i,e={}){let t=X.define(),n=new WeakMap,r=_e.define({create(){return[]},update(o,a){let l=n.get(o);if(o.length&&(e.hideOnChange&&
(a.docChanged||a.selection)?o=[]:l&&l(a)?o=[]:e.hideOn&&(o=o.filter(c=>!e.hideOn(a,c)))),a.docChanged&&o.length){let c=[];for(let f of o){let u=a.changes.mapPos(
f.pos,-1,it.TrackDel);if(u!=null){let h=Object.assign(Object.create(null),f);h.pos=u,h.end!=null&&(h.end=a.changes.mapPos(h.end)),c.push(h)}}o=c}for(let c of a.
effects)c.is(t)&&(o=c.value,l=void 0),(c.is(QS)&&!c.value||c.value==r)&&(o=[]);return o.length&&l&&n.set(o,l),o},provide:o=>Ja.from(o)}),s=Ke.define(o=>new du(o,
i,r,n,t,e.hoverTime||300));return{active:r,extension:[r,s,cg.of(s),LS]}}function ug(i,e,t,n={}){var r;let s=i.state.facet(cg).map(o=>i.plugin(o)).filter(o=>!!o);
if(n.tooltip&&n.tooltip.active){let o=s.find(a=>a.field==n.tooltip.active);o&&(s=[o])}for(let o of s)o.activateHover(i,e,t,(r=n.until)!==null&&r!==void 0?r:(()=>!1))}
function Nu(i,e){let t=i.plugin(wu);if(!t)return null;let n=t.manager.tooltips.indexOf(e);return n<0?null:t.manager.tooltipViews[n]}var QS=X.define();var am=V.define({combine(i){let e,t;for(let n of i)e=e||n.topContainer,t=t||n.bottomContainer;return{topContainer:e,bottomContainer:t}}});function hg(i,e){let t=i.plugin(dg),n=t?t.specs.indexOf(e):-1;return n>-1?t.panels[n]:null}var dg=Ke.fromClass(class{constructor(i){this.input=i.state.facet(Ka),
this.specs=this.input.filter(t=>t),this.panels=this.specs.map(t=>t(i));let e=i.state.facet(am);this.top=new Yr(i,!0,e.topContainer),this.bottom=new Yr(i,!1,e.bottomContainer),
this.top.sync(this.panels.filter(t=>t.top)),this.bottom.sync(this.panels.filter(t=>!t.top));for(let t of this.panels)t.dom.classList.add("cm-panel"),t.mount&&t.
mount()}update(i){let e=i.state.facet(am);this.top.container!=e.topContainer&&(this.top.sync([]),this.top=new Yr(i.view,!0,e.topContainer)),this.bottom.container!=
e.bottomContainer&&(this.bottom.sync([]),this.bottom=new Yr(i.view,!1,e.bottomContainer)),this.top.syncClasses(),this.bottom.syncClasses();let t=i.state.facet(Ka);
if(t!=this.input){let n=t.filter(l=>l),r=[],s=[],o=[],a=[];for(let l of n){let c=this.specs.indexOf(l),f;c<0?(f=l(i.view),a.push(f)):(f=this.panels[c],f.update&&
f.update(i)),r.push(f),(f.top?s:o).push(f)}this.specs=n,this.panels=r,this.top.sync(s),this.bottom.sync(o);for(let l of a)l.dom.classList.add("cm-panel"),l.mount&&
l.mount()}else for(let n of this.panels)n.update&&n.update(i)}destroy(){this.top.sync([]),this.bottom.sync([])}},{provide:i=>U.scrollMargins.of(e=>{let t=e.plugin(
i);return t&&{top:t.top.scrollMargin(),bottom:t.bottom.scrollMargin()}})}),Yr=class{constructor(e,t,n){this.view=e,this.top=t,this.container=n,this.dom=void 0,this.
classes="",this.panels=[],this.syncClasses()}sync(e){for(let t of this.panels)t.destroy&&e.indexOf(t)<0&&t.destroy();this.panels=e,this.syncDOM()}syncDOM(){if(this.
panels.length==0){this.dom&&(this.dom.remove(),this.dom=void 0);return}if(!this.dom){this.dom=document.createElement("div"),this.dom.className=this.top?"cm-pane\
ls cm-panels-top":"cm-panels cm-panels-bottom";let t=this.container||this.view.dom;t.insertBefore(this.dom,this.top?t.firstChild:null)}let e=this.dom.firstChild;
for(let t of this.panels)if(t.dom.parentNode==this.dom){for(;e!=t.dom;)e=lm(e);e=e.nextSibling}else this.dom.insertBefore(t.dom,e);for(;e;)e=lm(e)}scrollMargin(){
return!this.dom||this.container?0:Math.max(0,this.top?this.dom.getBoundingClientRect().bottom-Math.max(0,this.view.scrollDOM.getBoundingClientRect().top):Math.min(
innerHeight,this.view.scrollDOM.getBoundingClientRect().bottom)-this.dom.getBoundingClientRect().top)}syncClasses(){if(!(!this.container||this.classes==this.view.
themeClasses)){for(let e of this.classes.split(" "))e&&this.container.classList.remove(e);for(let e of(this.classes=this.view.themeClasses).split(" "))e&&this.container.
classList.add(e)}}};function lm(i){let e=i.nextSibling;return i.remove(),e}var Ka=V.define({enables:dg});var Kt=class extends Wt{compare(e){return this==e||this.constructor==e.constructor&&this.eq(e)}eq(e){return!1}destroy(e){}};Kt.prototype.elementClass="";Kt.prototype.
toDOM=void 0;Kt.prototype.mapMode=it.TrackBefore;Kt.prototype.startSide=Kt.prototype.endSide=-1;Kt.prototype.point=!0;var Sf=V.define(),VS=V.define(),BS={class:"",
renderEmptyElements:!1,elementStyle:"",markers:()=>le.empty,lineMarker:()=>null,widgetMarker:()=>null,lineMarkerChange:null,initialSpacer:null,updateSpacer:null,
domEventHandlers:{},side:"before"},Ks=V.define();function Au(i){return[pg(),Ks.of({...BS,...i})]}var pu=V.define({combine:i=>i.some(e=>e)});function pg(i){let e=[
US];return i&&i.fixed===!1&&e.push(pu.of(!0)),e}var US=Ke.fromClass(class{constructor(i){this.view=i,this.domAfter=null,this.prevViewport=i.viewport,this.dom=document.
createElement("div"),this.dom.className="cm-gutters cm-gutters-before",this.dom.setAttribute("aria-hidden","true"),this.dom.style.minHeight=this.view.contentHeight/
this.view.scaleY+"px",this.gutters=i.state.facet(Ks).map(e=>new el(i,e)),this.fixed=!i.state.facet(pu);for(let e of this.gutters)e.config.side=="after"?this.getDOMAfter().
appendChild(e.dom):this.dom.appendChild(e.dom);this.fixed&&(this.dom.style.position="sticky"),this.syncGutters(!1),i.scrollDOM.insertBefore(this.dom,i.contentDOM)}getDOMAfter(){
return this.domAfter||(this.domAfter=document.createElement("div"),this.domAfter.className="cm-gutters cm-gutters-after",this.domAfter.setAttribute("aria-hidden",
"true"),this.domAfter.style.minHeight=this.view.contentHeight/this.view.scaleY+"px",this.domAfter.style.position=this.fixed?"sticky":"",this.view.scrollDOM.appendChild(
this.domAfter)),this.domAfter}update(i){if(this.updateGutters(i)){let e=this.prevViewport,t=i.view.viewport,n=Math.min(e.to,t.to)-Math.max(e.from,t.from);this.syncGutters(
n<(t.to-t.from)*.8)}if(i.geometryChanged){let e=this.view.contentHeight/this.view.scaleY+"px";this.dom.style.minHeight=e,this.domAfter&&(this.domAfter.style.minHeight=
e)}this.view.state.facet(pu)!=!this.fixed&&(this.fixed=!this.fixed,this.dom.style.position=this.fixed?"sticky":"",this.domAfter&&(this.domAfter.style.position=this.
fixed?"sticky":"")),this.prevViewport=i.view.viewport}syncGutters(i){let e=this.dom.nextSibling;i&&(this.dom.remove(),this.domAfter&&this.domAfter.remove());let t=le.
iter(this.view.state.facet(Sf),this.view.viewport.from),n=[],r=this.gutters.map(s=>new gu(s,this.view.viewport,-this.view.documentPadding.top));for(let s of this.
view.viewportLineBlocks)if(n.length&&(n=[]),Array.isArray(s.type)){let o=!0;for(let a of s.type)if(a.type==nt.Text&&o){mu(t,n,a.from);for(let l of r)l.line(this.
view,a,n);o=!1}else if(a.widget)for(let l of r)l.widget(this.view,a)}else if(s.type==nt.Text){mu(t,n,s.from);for(let o of r)o.line(this.view,s,n)}else if(s.widget)
for(let o of r)o.widget(this.view,s);for(let s of r)s.finish();i&&(this.view.scrollDOM.insertBefore(this.dom,e),this.domAfter&&this.view.scrollDOM.appendChild(this.
domAfter))}updateGutters(i){let e=i.startState.facet(Ks),t=i.state.facet(Ks),n=i.docChanged||i.heightChanged||i.viewportChanged||!le.eq(i.startState.facet(Sf),i.
state.facet(Sf),i.view.viewport.from,i.view.viewport.to);if(e==t)for(let r of this.gutters)r.update(i)&&(n=!0);else{n=!0;let r=[];for(let s of t){let o=e.indexOf(
s);o<0?r.push(new el(this.view,s)):(this.gutters[o].update(i),r.push(this.gutters[o]))}for(let s of this.gutters)s.dom.remove(),r.indexOf(s)<0&&s.destroy();for(let s of r)
s.config.side=="after"?this.getDOMAfter().appendChild(s.dom):this.dom.appendChild(s.dom);this.gutters=r}return n}destroy(){for(let i of this.gutters)i.destroy();
this.dom.remove(),this.domAfter&&this.domAfter.remove()}},{provide:i=>U.scrollMargins.of(e=>{let t=e.plugin(i);if(!t||t.gutters.length==0||!t.fixed)return null;
let n=t.dom.offsetWidth*e.scaleX,r=t.domAfter?t.domAfter.offsetWidth*e.scaleX:0;return e.textDirection==de.LTR?{left:n,right:r}:{right:n,left:r}})});function cm(i){
return Array.isArray(i)?i:[i]}function mu(i,e,t){for(;i.value&&i.from<=t;)i.from==t&&e.push(i.value),i.next()}var gu=class{constructor(e,t,n){this.gutter=e,this.
height=n,this.i=0,this.cursor=le.iter(e.markers,t.from)}addElement(e,t,n){let{gutter:r}=this,s=(t.top-this.height)/e.scaleY,o=t.height/e.scaleY;if(this.i==r.elements.
length){let a=new tl(e,o,s,n);r.elements.push(a),r.dom.appendChild(a.dom)}else r.elements[this.i].update(e,o,s,n);this.height=t.bottom,this.i++}line(e,t,n){let r=[];
mu(this.cursor,r,t.from),n.length&&(r=r.concat(n));let s=this.gutter.config.lineMarker(e,t,r);s&&r.unshift(s);let o=this.gutter;r.length==0&&!o.config.renderEmptyElements||
this.addElement(e,t,r)}widget(e,t){let n=this.gutter.config.widgetMarker(e,t.widget,t),r=n?[n]:null;for(let s of e.state.facet(VS)){let o=s(e,t.widget,t);o&&(r||
(r=[])).push(o)}r&&this.addElement(e,t,r)}finish(){let e=this.gutter;for(;e.elements.length>this.i;){let t=e.elements.pop();e.dom.removeChild(t.dom),t.destroy()}}},
el=class{constructor(e,t){this.view=e,this.config=t,this.elements=[],this.spacer=null,this.dom=document.createElement("div"),this.dom.className="cm-gutter"+(this.
config.class?" "+this.config.class:"");for(let n in t.domEventHandlers)this.dom.addEventListener(n,r=>{let s=r.target,o;if(s!=this.dom&&this.dom.contains(s)){for(;s.
parentNode!=this.dom;)s=s.parentNode;let l=s.getBoundingClientRect();o=(l.top+l.bottom)/2}else o=r.clientY;let a=e.lineBlockAtHeight(o-e.documentTop);t.domEventHandlers[n](
e,a,r)&&r.preventDefault()});this.markers=cm(t.markers(e)),t.initialSpacer&&(this.spacer=new tl(e,0,0,[t.initialSpacer(e)]),this.dom.appendChild(this.spacer.dom),
this.spacer.dom.style.cssText+="visibility: hidden; pointer-events: none")}update(e){let t=this.markers;if(this.markers=cm(this.config.markers(e.view)),this.spacer&&
this.config.updateSpacer){let r=this.config.updateSpacer(this.spacer.markers[0],e);r!=this.spacer.markers[0]&&this.spacer.update(e.view,0,0,[r])}let n=e.view.viewport;
return!le.eq(this.markers,t,n.from,n.to)||(this.config.lineMarkerChange?this.config.lineMarkerChange(e):!1)}destroy(){for(let e of this.elements)e.destroy()}},tl=class{constructor(e,t,n,r){
this.height=-1,this.above=0,this.markers=[],this.dom=document.createElement("div"),this.dom.className="cm-gutterElement",this.update(e,t,n,r)}update(e,t,n,r){this.
height!=t&&(this.height=t,this.dom.style.height=t+"px"),this.above!=n&&(this.dom.style.marginTop=(this.above=n)?n+"px":""),$S(this.markers,r)||this.setMarkers(e,
r)}setMarkers(e,t){let n="cm-gutterElement",r=this.dom.firstChild;for(let s=0,o=0;;){let a=o,l=s<t.length?t[s++]:null,c=!1;if(l){let f=l.elementClass;f&&(n+=" "+
f);for(let u=o;u<this.markers.length;u++)if(this.markers[u].compare(l)){a=u,c=!0;break}}else a=this.markers.length;for(;o<a;){let f=this.markers[o++];if(f.toDOM){
f.destroy(r);let u=r.nextSibling;r.remove(),r=u}}if(!l)break;l.toDOM&&(c?r=r.nextSibling:this.dom.insertBefore(l.toDOM(e),r)),c&&o++}this.dom.className=n,this.markers=
t}destroy(){this.setMarkers(null,[])}};function $S(i,e){if(i.length!=e.length)return!1;for(let t=0;t<i.length;t++)if(!i[t].compare(e[t]))return!1;return!0}var jS=V.
define(),qS=V.define(),zr=V.define({combine(i){return Ht(i,{formatNumber:String,domEventHandlers:{}},{domEventHandlers(e,t){let n=Object.assign({},e);for(let r in t){
let s=n[r],o=t[r];n[r]=s?(a,l,c)=>s(a,l,c)||o(a,l,c):o}return n}})}}),eo=class extends Kt{constructor(e){super(),this.number=e}eq(e){return this.number==e.number}toDOM(){
return document.createTextNode(this.number)}};function xf(i,e){return i.state.facet(zr).formatNumber(e,i.state)}var GS=Ks.compute([zr],i=>({class:"cm-lineNumber\
s",renderEmptyElements:!1,markers(e){return e.state.facet(jS)},lineMarker(e,t,n){return n.some(r=>r.toDOM)?null:new eo(xf(e,e.state.doc.lineAt(t.from).number))},
widgetMarker:(e,t,n)=>{for(let r of e.state.facet(qS)){let s=r(e,t,n);if(s)return s}return null},lineMarkerChange:e=>e.startState.facet(zr)!=e.state.facet(zr),initialSpacer(e){
return new eo(xf(e,fm(e.state.doc.lines)))},updateSpacer(e,t){let n=xf(t.view,fm(t.view.state.doc.lines));return n==e.number?e:new eo(n)},domEventHandlers:i.facet(
zr).domEventHandlers,side:"before"}));function mg(i={}){return[zr.of(i),pg(),GS]}function fm(i){let e=9;for(;e<i;)e=e*10+9;return e}var WS=0,ao=class{constructor(e,t){this.from=e,this.to=t}},H=class{constructor(e={}){this.id=WS++,this.perNode=!!e.perNode,this.deserialize=e.deserialize||(()=>{
throw new Error("This node type doesn't define a deserialize function")}),this.combine=e.combine||null}add(e){if(this.perNode)throw new RangeError("Can't add pe\
r-node props to node types");return typeof e!="function"&&(e=at.match(e)),t=>{let n=e(t);return n===void 0?null:[this,n]}}};H.closedBy=new H({deserialize:i=>i.split(
" ")});H.openedBy=new H({deserialize:i=>i.split(" ")});H.group=new H({deserialize:i=>i.split(" ")});H.isolate=new H({deserialize:i=>{if(i&&i!="rtl"&&i!="ltr"&&i!=
"auto")throw new RangeError("Invalid value for isolate: "+i);return i||"auto"}});H.contextHash=new H({perNode:!0});H.lookAhead=new H({perNode:!0});H.mounted=new H(
{perNode:!0});var jn=class{constructor(e,t,n,r=!1){this.tree=e,this.overlay=t,this.parser=n,this.bracketed=r}static get(e){return e&&e.props&&e.props[H.mounted.
id]}},HS=Object.create(null),at=class i{constructor(e,t,n,r=0){this.name=e,this.props=t,this.id=n,this.flags=r}static define(e){let t=e.props&&e.props.length?Object.
create(null):HS,n=(e.top?1:0)|(e.skipped?2:0)|(e.error?4:0)|(e.name==null?8:0),r=new i(e.name||"",t,e.id,n);if(e.props){for(let s of e.props)if(Array.isArray(s)||
(s=s(r)),s){if(s[0].perNode)throw new RangeError("Can't store a per-node prop on a node type");t[s[0].id]=s[1]}}return r}prop(e){return this.props[e.id]}get isTop(){
return(this.flags&1)>0}get isSkipped(){return(this.flags&2)>0}get isError(){return(this.flags&4)>0}get isAnonymous(){return(this.flags&8)>0}is(e){if(typeof e=="\
string"){if(this.name==e)return!0;let t=this.prop(H.group);return t?t.indexOf(e)>-1:!1}return this.id==e}static match(e){let t=Object.create(null);for(let n in e)
for(let r of n.split(" "))t[r]=e[n];return n=>{for(let r=n.prop(H.group),s=-1;s<(r?r.length:0);s++){let o=t[s<0?n.name:r[s]];if(o)return o}}}};at.none=new at("",
Object.create(null),0,8);var lo=class i{constructor(e){this.types=e;for(let t=0;t<e.length;t++)if(e[t].id!=t)throw new RangeError("Node type ids should correspo\
nd to array positions when creating a node set")}extend(...e){let t=[];for(let n of this.types){let r=null;for(let s of e){let o=s(n);if(o){r||(r=Object.assign(
{},n.props));let a=o[1],l=o[0];l.combine&&l.id in r&&(a=l.combine(r[l.id],a)),r[l.id]=a}}t.push(r?new at(n.name,r,n.id,n.flags):n)}return new i(t)}},sl=new WeakMap,
gg=new WeakMap,Ne;(function(i){i[i.ExcludeBuffers=1]="ExcludeBuffers",i[i.IncludeAnonymous=2]="IncludeAnonymous",i[i.IgnoreMounts=4]="IgnoreMounts",i[i.IgnoreOverlays=
8]="IgnoreOverlays",i[i.EnterBracketed=16]="EnterBracketed"})(Ne||(Ne={}));var Fe=class i{constructor(e,t,n,r,s){if(this.type=e,this.children=t,this.positions=n,
this.length=r,this.props=null,s&&s.length){this.props=Object.create(null);for(let[o,a]of s)this.props[typeof o=="number"?o:o.id]=a}}toString(){let e=jn.get(this);
if(e&&!e.overlay)return e.tree.toString();let t="";for(let n of this.children){let r=n.toString();r&&(t&&(t+=","),t+=r)}return this.type.name?(/\W/.test(this.type.
name)&&!this.type.isError?JSON.stringify(this.type.name):this.type.name)+(t.length?"("+t+")":""):t}cursor(e=0){return new uo(this.topNode,e)}cursorAt(e,t=0,n=0){
let r=sl.get(this)||this.topNode,s=new uo(r);return s.moveTo(e,t),sl.set(this,s._tree),s}get topNode(){return new Ri(this,0,0,null)}resolve(e,t=0){let n=co(sl.get(
this)||this.topNode,e,t,!1);return sl.set(this,n),n}resolveInner(e,t=0){let n=co(gg.get(this)||this.topNode,e,t,!0);return gg.set(this,n),n}resolveStack(e,t=0){
return XS(this,e,t)}iterate(e){let{enter:t,leave:n,from:r=0,to:s=this.length}=e,o=e.mode||0,a=(o&Ne.IncludeAnonymous)>0;for(let l=this.cursor(o|Ne.IncludeAnonymous);;){
let c=!1;if(l.from<=s&&l.to>=r&&(!a&&l.type.isAnonymous||t(l)!==!1)){if(l.firstChild())continue;c=!0}for(;c&&n&&(a||!l.type.isAnonymous)&&n(l),!l.nextSibling();){
if(!l.parent())return;c=!0}}}prop(e){return e.perNode?this.props?this.props[e.id]:void 0:this.type.prop(e)}get propValues(){let e=[];if(this.props)for(let t in this.
props)e.push([+t,this.props[t]]);return e}balance(e={}){return this.children.length<=8?this:Lu(at.none,this.children,this.positions,0,this.children.length,0,this.
length,(t,n,r)=>new i(this.type,t,n,r,this.propValues),e.makeTree||((t,n,r)=>new i(at.none,t,n,r)))}static build(e){return YS(e)}};Fe.empty=new Fe(at.none,[],[],
0);var Iu=class i{constructor(e,t){this.buffer=e,this.index=t}get id(){return this.buffer[this.index-4]}get start(){return this.buffer[this.index-3]}get end(){return this.
buffer[this.index-2]}get size(){return this.buffer[this.index-1]}get pos(){return this.index}next(){this.index-=4}fork(){return new i(this.buffer,this.index)}},
nn=class i{constructor(e,t,n){this.buffer=e,this.length=t,this.set=n}get type(){return at.none}toString(){let e=[];for(let t=0;t<this.buffer.length;)e.push(this.
childString(t)),t=this.buffer[t+3];return e.join(",")}childString(e){let t=this.buffer[e],n=this.buffer[e+3],r=this.set.types[t],s=r.name;if(/\W/.test(s)&&!r.isError&&
(s=JSON.stringify(s)),e+=4,n==e)return s;let o=[];for(;e<n;)o.push(this.childString(e)),e=this.buffer[e+3];return s+"("+o.join(",")+")"}findChild(e,t,n,r,s){let{
buffer:o}=this,a=-1;for(let l=e;l!=t&&!(vg(s,r,o[l+1],o[l+2])&&(a=l,n>0));l=o[l+3]);return a}slice(e,t,n){let r=this.buffer,s=new Uint16Array(t-e),o=0;for(let a=e,
l=0;a<t;){s[l++]=r[a++],s[l++]=r[a++]-n;let c=s[l++]=r[a++]-n;s[l++]=r[a++]-e,o=Math.max(o,c)}return new i(s,o,this.set)}};function vg(i,e,t,n){switch(i){case-2:
return t<e;case-1:return n>=e&&t<e;case 0:return t<e&&n>e;case 1:return t<=e&&n>e;case 2:return n>e;case 4:return!0}}function co(i,e,t,n){for(var r;i.from==i.to||
(t<1?i.from>=e:i.from>e)||(t>-1?i.to<=e:i.to<e);){let o=!n&&i instanceof Ri&&i.index<0?null:i.parent;if(!o)return i;i=o}let s=n?0:Ne.IgnoreOverlays;if(n)for(let o=i,
a=o.parent;a;o=a,a=o.parent)o instanceof Ri&&o.index<0&&((r=a.enter(e,t,s))===null||r===void 0?void 0:r.from)!=o.from&&(i=a);for(;;){let o=i.enter(e,t,s);if(!o)
return i;i=o}}var al=class{cursor(e=0){return new uo(this,e)}getChild(e,t=null,n=null){let r=Og(this,e,t,n);return r.length?r[0]:null}getChildren(e,t=null,n=null){
return Og(this,e,t,n)}resolve(e,t=0){return co(this,e,t,!1)}resolveInner(e,t=0){return co(this,e,t,!0)}matchContext(e){return Du(this.parent,e)}enterUnfinishedNodesBefore(e){
let t=this.childBefore(e),n=this;for(;t;){let r=t.lastChild;if(!r||r.to!=t.to)break;r.type.isError&&r.from==r.to?(n=t,t=r.prevSibling):t=r}return n}get node(){return this}get next(){
return this.parent}},Ri=class i extends al{constructor(e,t,n,r){super(),this._tree=e,this.from=t,this.index=n,this._parent=r}get type(){return this._tree.type}get name(){
return this._tree.type.name}get to(){return this.from+this._tree.length}nextChild(e,t,n,r,s=0){for(let o=this;;){for(let{children:a,positions:l}=o._tree,c=t>0?a.
length:-1;e!=c;e+=t){let f=a[e],u=l[e]+o.from,h;if(!(!(s&Ne.EnterBracketed&&f instanceof Fe&&(h=jn.get(f))&&!h.overlay&&h.bracketed&&n>=u&&n<=u+f.length)&&!vg(r,
n,u,u+f.length))){if(f instanceof nn){if(s&Ne.ExcludeBuffers)continue;let d=f.findChild(0,f.buffer.length,t,n-u,r);if(d>-1)return new fo(new Ru(o,f,e,u),null,d)}else if(s&
Ne.IncludeAnonymous||!f.type.isAnonymous||Mu(f)){let d;if(!(s&Ne.IgnoreMounts)&&(d=jn.get(f))&&!d.overlay)return new i(d.tree,u,e,o);let p=new i(f,u,e,o);return s&
Ne.IncludeAnonymous||!p.type.isAnonymous?p:p.nextChild(t<0?f.children.length-1:0,t,n,r,s)}}}if(s&Ne.IncludeAnonymous||!o.type.isAnonymous||(o.index>=0?e=o.index+
t:e=t<0?-1:o._parent._tree.children.length,o=o._parent,!o))return null}}get firstChild(){return this.nextChild(0,1,0,4)}get lastChild(){return this.nextChild(this.
_tree.children.length-1,-1,0,4)}childAfter(e){return this.nextChild(0,1,e,2)}childBefore(e){return this.nextChild(this._tree.children.length-1,-1,e,-2)}prop(e){
return this._tree.prop(e)}enter(e,t,n=0){let r;if(!(n&Ne.IgnoreOverlays)&&(r=jn.get(this._tree))&&r.overlay){let s=e-this.from,o=n&Ne.EnterBracketed&&r.bracketed;
for(let{from:a,to:l}of r.overlay)if((t>0||o?a<=s:a<s)&&(t<0||o?l>=s:l>s))return new i(r.tree,r.overlay[0].from+this.from,-1,this)}return this.nextChild(0,1,e,t,
n)}nextSignificantParent(){let e=this;for(;e.type.isAnonymous&&e._parent;)e=e._parent;return e}get parent(){return this._parent?this._parent.nextSignificantParent():
null}get nextSibling(){return this._parent&&this.index>=0?this._parent.nextChild(this.index+1,1,0,4):null}get prevSibling(){return this._parent&&this.index>=0?this.
_parent.nextChild(this.index-1,-1,0,4):null}get tree(){return this._tree}toTree(){return this._tree}toString(){return this._tree.toString()}};function Og(i,e,t,n){
let r=i.cursor(),s=[];if(!r.firstChild())return s;if(t!=null){for(let o=!1;!o;)if(o=r.type.is(t),!r.nextSibling())return s}for(;;){if(n!=null&&r.type.is(n))return s;
if(r.type.is(e)&&s.push(r.node),!r.nextSibling())return n==null?s:[]}}function Du(i,e,t=e.length-1){for(let n=i;t>=0;n=n.parent){if(!n)return!1;if(!n.type.isAnonymous){
if(e[t]&&e[t]!=n.name)return!1;t--}}return!0}var Ru=class{constructor(e,t,n,r){this.parent=e,this.buffer=t,this.index=n,this.start=r}},fo=class i extends al{get name(){
return this.type.name}get from(){return this.context.start+this.context.buffer.buffer[this.index+1]}get to(){return this.context.start+this.context.buffer.buffer[this.
index+2]}constructor(e,t,n){super(),this.context=e,this._parent=t,this.index=n,this.type=e.buffer.set.types[e.buffer.buffer[n]]}child(e,t,n){let{buffer:r}=this.
context,s=r.findChild(this.index+4,r.buffer[this.index+3],e,t-this.context.start,n);return s<0?null:new i(this.context,this,s)}get firstChild(){return this.child(
1,0,4)}get lastChild(){return this.child(-1,0,4)}childAfter(e){return this.child(1,e,2)}childBefore(e){return this.child(-1,e,-2)}prop(e){return this.type.prop(
e)}enter(e,t,n=0){if(n&Ne.ExcludeBuffers)return null;let{buffer:r}=this.context,s=r.findChild(this.index+4,r.buffer[this.index+3],t>0?1:-1,e-this.context.start,
t);return s<0?null:new i(this.context,this,s)}get parent(){return this._parent||this.context.parent.nextSignificantParent()}externalSibling(e){return this._parent?
null:this.context.parent.nextChild(this.context.index+e,e,0,4)}get nextSibling(){let{buffer:e}=this.context,t=e.buffer[this.index+3];return t<(this._parent?e.buffer[this.
_parent.index+3]:e.buffer.length)?new i(this.context,this._parent,t):this.externalSibling(1)}get prevSibling(){let{buffer:e}=this.context,t=this._parent?this._parent.
index+4:0;return this.index==t?this.externalSibling(-1):new i(this.context,this._parent,e.findChild(t,this.index,-1,0,4))}get tree(){return null}toTree(){let e=[],
t=[],{buffer:n}=this.context,r=this.index+4,s=n.buffer[this.index+3];if(s>r){let o=n.buffer[this.index+1];e.push(n.slice(r,s,o)),t.push(0)}return new Fe(this.type,
e,t,this.to-this.from)}toString(){return this.context.buffer.childString(this.index)}};function Tg(i){if(!i.length)return null;let e=0,t=i[0];for(let s=1;s<i.length;s++){
let o=i[s];(o.from>t.from||o.to<t.to)&&(t=o,e=s)}let n=t instanceof Ri&&t.index<0?null:t.parent,r=i.slice();return n?r[e]=n:r.splice(e,1),new Cu(r,t)}var Cu=class{constructor(e,t){
this.heads=e,this.node=t}get next(){return Tg(this.heads)}};function XS(i,e,t){let n=i.resolveInner(e,t),r=null;for(let s=n instanceof Ri?n:n.context.parent;s;s=
s.parent)if(s.index<0){let o=s.parent;(r||(r=[n])).push(o.resolve(e,t)),s=o}else{let o=jn.get(s.tree);if(o&&o.overlay&&o.overlay[0].from<=e&&o.overlay[o.overlay.
length-1].to>=e){let a=new Ri(o.tree,o.overlay[0].from+s.from,-1,s);(r||(r=[n])).push(co(a,e,t,!1))}}return r?Tg(r):n}var uo=class{get name(){return this.type.name}constructor(e,t=0){
if(this.buffer=null,this.stack=[],this.index=0,this.bufferNode=null,this.mode=t&~Ne.EnterBracketed,e instanceof Ri)this.yieldNode(e);else{this._tree=e.context.parent,
this.buffer=e.context;for(let n=e._parent;n;n=n._parent)this.stack.unshift(n.index);this.bufferNode=e,this.yieldBuf(e.index)}}yieldNode(e){return e?(this._tree=
e,this.type=e.type,this.from=e.from,this.to=e.to,!0):!1}yieldBuf(e,t){this.index=e;let{start:n,buffer:r}=this.buffer;return this.type=t||r.set.types[r.buffer[e]],
this.from=n+r.buffer[e+1],this.to=n+r.buffer[e+2],!0}yield(e){return e?e instanceof Ri?(this.buffer=null,this.yieldNode(e)):(this.buffer=e.context,this.yieldBuf(
e.index,e.type)):!1}toString(){return this.buffer?this.buffer.buffer.childString(this.index):this._tree.toString()}enterChild(e,t,n){if(!this.buffer)return this.
yield(this._tree.nextChild(e<0?this._tree._tree.children.length-1:0,e,t,n,this.mode));let{buffer:r}=this.buffer,s=r.findChild(this.index+4,r.buffer[this.index+3],
e,t-this.buffer.start,n);return s<0?!1:(this.stack.push(this.index),this.yieldBuf(s))}firstChild(){return this.enterChild(1,0,4)}lastChild(){return this.enterChild(
-1,0,4)}childAfter(e){return this.enterChild(1,e,2)}childBefore(e){return this.enterChild(-1,e,-2)}enter(e,t,n=this.mode){return this.buffer?n&Ne.ExcludeBuffers?
!1:this.enterChild(1,e,t):this.yield(this._tree.enter(e,t,n))}parent(){if(!this.buffer)return this.yieldNode(this.mode&Ne.IncludeAnonymous?this._tree._parent:this.
_tree.parent);if(this.stack.length)return this.yieldBuf(this.stack.pop());let e=this.mode&Ne.IncludeAnonymous?this.buffer.parent:this.buffer.parent.nextSignificantParent();
return this.buffer=null,this.yieldNode(e)}sibling(e){if(!this.buffer)return this._tree._parent?this.yield(this._tree.index<0?null:this._tree._parent.nextChild(this.
_tree.index+e,e,0,4,this.mode)):!1;let{buffer:t}=this.buffer,n=this.stack.length-1;if(e<0){let r=n<0?0:this.stack[n]+4;if(this.index!=r)return this.yieldBuf(t.findChild(
r,this.index,-1,0,4))}else{let r=t.buffer[this.index+3];if(r<(n<0?t.buffer.length:t.buffer[this.stack[n]+3]))return this.yieldBuf(r)}return n<0?this.yield(this.
buffer.parent.nextChild(this.buffer.index+e,e,0,4,this.mode)):!1}nextSibling(){return this.sibling(1)}prevSibling(){return this.sibling(-1)}atLastNode(e){let t,
n,{buffer:r}=this;if(r){if(e>0){if(this.index<r.buffer.buffer.length)return!1}else for(let s=0;s<this.index;s++)if(r.buffer.buffer[s+3]<this.index)return!1;({index:t,
parent:n}=r)}else({index:t,_parent:n}=this._tree);for(;n;{index:t,_parent:n}=n)if(t>-1)for(let s=t+e,o=e<0?-1:n._tree.children.length;s!=o;s+=e){let a=n._tree.children[s];
if(this.mode&Ne.IncludeAnonymous||a instanceof nn||!a.type.isAnonymous||Mu(a))return!1}return!0}move(e,t){if(t&&this.enterChild(e,0,4))return!0;for(;;){if(this.
sibling(e))return!0;if(this.atLastNode(e)||!this.parent())return!1}}next(e=!0){return this.move(1,e)}prev(e=!0){return this.move(-1,e)}moveTo(e,t=0){for(;(this.
from==this.to||(t<1?this.from>=e:this.from>e)||(t>-1?this.to<=e:this.to<e))&&this.parent(););for(;this.enterChild(1,e,t););return this}get node(){if(!this.buffer)
return this._tree;let e=this.bufferNode,t=null,n=0;if(e&&e.context==this.buffer)e:for(let r=this.index,s=this.stack.length;s>=0;){for(let o=e;o;o=o._parent)if(o.
index==r){if(r==this.index)return o;t=o,n=s+1;break e}r=this.stack[--s]}for(let r=n;r<this.stack.length;r++)t=new fo(this.buffer,t,this.stack[r]);return this.bufferNode=
new fo(this.buffer,t,this.index)}get tree(){return this.buffer?null:this._tree._tree}iterate(e,t){for(let n=0;;){let r=!1;if(this.type.isAnonymous||e(this)!==!1){
if(this.firstChild()){n++;continue}this.type.isAnonymous||(r=!0)}for(;;){if(r&&t&&t(this),r=this.type.isAnonymous,!n)return;if(this.nextSibling())break;this.parent(),
n--,r=!0}}}matchContext(e){if(!this.buffer)return Du(this.node.parent,e);let{buffer:t}=this.buffer,{types:n}=t.set;for(let r=e.length-1,s=this.stack.length-1;r>=
0;s--){if(s<0)return Du(this._tree,e,r);let o=n[t.buffer[this.stack[s]]];if(!o.isAnonymous){if(e[r]&&e[r]!=o.name)return!1;r--}}return!0}};function Mu(i){return i.
children.some(e=>e instanceof nn||!e.type.isAnonymous||Mu(e))}function YS(i){var e;let{buffer:t,nodeSet:n,maxBufferLength:r=1024,reused:s=[],minRepeatType:o=n.types.
length}=i,a=Array.isArray(t)?new Iu(t,t.length):t,l=n.types,c=0,f=0;function u(b,N,C,W,ee,me){let{id:Z,start:$,end:ce,size:oe}=a,Oe=f,Pe=c;if(oe<0)if(a.next(),oe==
-1){let qt=s[Z];C.push(qt),W.push($-b);return}else if(oe==-3){c=Z;return}else if(oe==-4){f=Z;return}else throw new RangeError(`Unrecognized record size: ${oe}`);
let je=l[Z],jt,Re,ct=$-b;if(ce-$<=r&&(Re=O(a.pos-N,ee))){let qt=new Uint16Array(Re.size-Re.skip),Xe=a.pos-Re.size,rt=qt.length;for(;a.pos>Xe;)rt=v(Re.start,qt,rt);
jt=new nn(qt,ce-Re.start,n),ct=Re.start-b}else{let qt=a.pos-oe;a.next();let Xe=[],rt=[],At=Z>=o?Z:-1,ni=0,x=ce,Q=Oe;for(;a.pos>qt;)At>=0&&a.id==At&&a.size>=0?(a.
end<=x-r&&(p(Xe,rt,$,ni,a.end,x,At,Q,Pe),ni=Xe.length,x=a.end,Q=f),a.next()):me>2500?h($,qt,Xe,rt):(At>=0&&a.size==-1&&s[a.id].type==n.types[At]&&(ni<Xe.length&&
p(Xe,rt,$,ni,a.end,x,At,Q,Pe),ni=Xe.length+1,x=a.start,Q=f),u($,qt,Xe,rt,At,me+1));if(At>=0&&ni>0&&ni<Xe.length&&p(Xe,rt,$,ni,$,x,At,Q,Pe),Xe.reverse(),rt.reverse(),
At>-1&&ni>0){let M=d(je,Pe);jt=Lu(je,Xe,rt,0,Xe.length,0,ce-$,M,M)}else jt=m(je,Xe,rt,ce-$,Oe-ce,Pe)}C.push(jt),W.push(ct)}function h(b,N,C,W){let ee=[],me=0,Z=-1;
for(;a.pos>N;){let{id:$,start:ce,end:oe,size:Oe}=a;if(Oe>4)a.next();else{if(Z>-1&&ce<Z)break;Z<0&&(Z=oe-r),ee.push($,ce,oe),me++,a.next()}}if(me){let $=new Uint16Array(
me*4),ce=ee[ee.length-2];for(let oe=ee.length-3,Oe=0;oe>=0;oe-=3)$[Oe++]=ee[oe],$[Oe++]=ee[oe+1]-ce,$[Oe++]=ee[oe+2]-ce,$[Oe++]=Oe;C.push(new nn($,ee[2]-ce,n)),
W.push(ce-b)}}function d(b,N){return(C,W,ee)=>{let me=0,Z=C.length-1,$,ce;if(Z>=0&&($=C[Z])instanceof Fe){if(!Z&&$.type==b&&$.length==ee)return $;(ce=$.prop(H.lookAhead))&&
(me=W[Z]+$.length+ce-ee)}return m(b,C,W,ee,me,N)}}function p(b,N,C,W,ee,me,Z,$,ce){let oe=[],Oe=[];for(;b.length>W;)oe.push(b.pop()),Oe.push(N.pop()+C-ee);b.push(
m(n.types[Z],oe,Oe,me-ee,$-me,ce)),N.push(ee-C)}function m(b,N,C,W,ee,me,Z){if(me){let $=[H.contextHash,me];Z=Z?[$].concat(Z):[$]}if(ee>25){let $=[H.lookAhead,ee];
Z=Z?[$].concat(Z):[$]}return new Fe(b,N,C,W,Z)}function O(b,N){let C=a.fork(),W=0,ee=0,me=0,Z=C.end-r,$={size:0,start:0,skip:0};e:for(let ce=C.pos-b;C.pos>ce;){
let oe=C.size;if(C.id==N&&oe>=0){$.size=W,$.start=ee,$.skip=me,me+=4,W+=4,C.next();continue}let Oe=C.pos-oe;if(oe<0||Oe<ce||C.start<Z)break;let Pe=C.id>=o?4:0,je=C.
start;for(C.next();C.pos>Oe;){if(C.size<0)if(C.size==-3||C.size==-4)Pe+=4;else break e;else C.id>=o&&(Pe+=4);C.next()}ee=je,W+=oe,me+=Pe}return(N<0||W==b)&&($.size=
W,$.start=ee,$.skip=me),$.size>4?$:void 0}function v(b,N,C){let{id:W,start:ee,end:me,size:Z}=a;if(a.next(),Z>=0&&W<o){let $=C;if(Z>4){let ce=a.pos-(Z-4);for(;a.
pos>ce;)C=v(b,N,C)}N[--C]=$,N[--C]=me-b,N[--C]=ee-b,N[--C]=W}else Z==-3?c=W:Z==-4&&(f=W);return C}let k=[],y=[];for(;a.pos>0;)u(i.start||0,i.bufferStart||0,k,y,
-1,0);let A=(e=i.length)!==null&&e!==void 0?e:k.length?y[0]+k[0].length:0;return new Fe(l[i.topID],k.reverse(),y.reverse(),A)}var yg=new WeakMap;function ol(i,e){
if(!i.isAnonymous||e instanceof nn||e.type!=i)return 1;let t=yg.get(e);if(t==null){t=1;for(let n of e.children){if(n.type!=i||!(n instanceof Fe)){t=1;break}t+=ol(
i,n)}yg.set(e,t)}return t}function Lu(i,e,t,n,r,s,o,a,l){let c=0;for(let p=n;p<r;p++)c+=ol(i,e[p]);let f=Math.ceil(c*1.5/8),u=[],h=[];function d(p,m,O,v,k){for(let y=O;y<
v;){let A=y,b=m[y],N=ol(i,p[y]);for(y++;y<v;y++){let C=ol(i,p[y]);if(N+C>=f)break;N+=C}if(y==A+1){if(N>f){let C=p[A];d(C.children,C.positions,0,C.children.length,
m[A]+k);continue}u.push(p[A])}else{let C=m[y-1]+p[y-1].length-b;u.push(Lu(i,p,m,A,y,b,C,null,l))}h.push(b+k-s)}}return d(e,t,n,r,0),(a||l)(u,h,o)}var qn=class i{constructor(e,t,n,r,s=!1,o=!1){this.from=e,this.to=t,this.tree=n,this.offset=r,this.open=(s?1:0)|(o?2:0)}get openStart(){return(this.open&1)>0}get openEnd(){
return(this.open&2)>0}static addTree(e,t=[],n=!1){let r=[new i(0,e.length,e,0,!1,n)];for(let s of t)s.to>e.length&&r.push(s);return r}static applyChanges(e,t,n=128){
if(!t.length)return e;let r=[],s=1,o=e.length?e[0]:null;for(let a=0,l=0,c=0;;a++){let f=a<t.length?t[a]:null,u=f?f.fromA:1e9;if(u-l>=n)for(;o&&o.from<u;){let h=o;
if(l>=h.from||u<=h.to||c){let d=Math.max(h.from,l)-c,p=Math.min(h.to,u)-c;h=d>=p?null:new i(d,p,h.tree,h.offset+c,a>0,!!f)}if(h&&r.push(h),o.to>u)break;o=s<e.length?
e[s++]:null}if(!f)break;l=f.toA,c=f.toA-f.toB}return r}},as=class{startParse(e,t,n){return typeof e=="string"&&(e=new Pu(e)),n=n?n.length?n.map(r=>new ao(r.from,
r.to)):[new ao(0,0)]:[new ao(0,e.length)],this.createParse(e,t||[],n)}parse(e,t,n){let r=this.startParse(e,t,n);for(;;){let s=r.advance();if(s)return s}}},Pu=class{constructor(e){
this.string=e}get length(){return this.string.length}chunk(e){return this.string.slice(e)}get lineChunks(){return!1}read(e,t){return this.string.slice(e,t)}};var cL=new H({perNode:!0});var zS=0,mi=class i{constructor(e,t,n,r){this.name=e,this.set=t,this.base=n,this.modified=r,this.id=zS++}toString(){let{name:e}=this;for(let t of this.modified)
t.name&&(e=`${t.name}(${e})`);return e}static define(e,t){let n=typeof e=="string"?e:"?";if(e instanceof i&&(t=e),t?.base)throw new Error("Can not derive from a\
 modified tag");let r=new i(n,[],null,[]);if(r.set.push(r),t)for(let s of t.set)r.set.push(s);return r}static defineModifier(e){let t=new ul(e);return n=>n.modified.
indexOf(t)>-1?n:ul.get(n.base||n,n.modified.concat(t).sort((r,s)=>r.id-s.id))}},JS=0,ul=class i{constructor(e){this.name=e,this.instances=[],this.id=JS++}static get(e,t){
if(!t.length)return e;let n=t[0].instances.find(a=>a.base==e&&ZS(t,a.modified));if(n)return n;let r=[],s=new mi(e.name,r,e,t);for(let a of t)a.instances.push(s);
let o=KS(t);for(let a of e.set)if(!a.modified.length)for(let l of o)r.push(i.get(a,l));return s}};function ZS(i,e){return i.length==e.length&&i.every((t,n)=>t==
e[n])}function KS(i){let e=[[]];for(let t=0;t<i.length;t++)for(let n=0,r=e.length;n<r;n++)e.push(e[n].concat(i[t]));return e.sort((t,n)=>n.length-t.length)}function ls(i){
let e=Object.create(null);for(let t in i){let n=i[t];Array.isArray(n)||(n=[n]);for(let r of t.split(" "))if(r){let s=[],o=2,a=r;for(let u=0;;){if(a=="..."&&u>0&&
u+3==r.length){o=1;break}let h=/^"(?:[^"\\]|\\.)*?"|[^\/!]+/.exec(a);if(!h)throw new RangeError("Invalid path: "+r);if(s.push(h[0]=="*"?"":h[0][0]=='"'?JSON.parse(
h[0]):h[0]),u+=h[0].length,u==r.length)break;let d=r[u++];if(u==r.length&&d=="!"){o=0;break}if(d!="/")throw new RangeError("Invalid path: "+r);a=r.slice(u)}let l=s.
length-1,c=s[l];if(!c)throw new RangeError("Invalid path: "+r);let f=new Wn(n,o,l>0?s.slice(0,l):null);e[c]=f.sort(e[c])}}return xg.add(e)}var xg=new H({combine(i,e){
let t,n,r;for(;i||e;){if(!i||e&&i.depth<=e.depth?(r=e,e=e.next):(r=i,i=i.next),t&&t.mode==r.mode&&!r.context&&!t.context)continue;let s=new Wn(r.tags,r.mode,r.context);
t?t.next=s:n=s,t=s}return n}}),Wn=class{constructor(e,t,n,r){this.tags=e,this.mode=t,this.context=n,this.next=r}get opaque(){return this.mode==0}get inherit(){return this.
mode==1}sort(e){return!e||e.depth<this.depth?(this.next=e,this):(e.next=this.sort(e.next),e)}get depth(){return this.context?this.context.length:0}};Wn.empty=new Wn(
[],2,null);function Vu(i,e){let t=Object.create(null);for(let s of i)if(!Array.isArray(s.tag))t[s.tag.id]=s.class;else for(let o of s.tag)t[o.id]=s.class;let{scope:n,
all:r=null}=e||{};return{style:s=>{let o=r;for(let a of s)for(let l of a.set){let c=t[l.id];if(c){o=o?o+" "+c:c;break}}return o},scope:n}}function ex(i,e){let t=null;
for(let n of i){let r=n.style(e);r&&(t=t?t+" "+r:r)}return t}function kg(i,e,t,n=0,r=i.length){let s=new Fu(n,Array.isArray(e)?e:[e],t);s.highlightRange(i.cursor(),
n,r,"",s.highlighters),s.flush(r)}var Fu=class{constructor(e,t,n){this.at=e,this.highlighters=t,this.span=n,this.class=""}startSpan(e,t){t!=this.class&&(this.flush(e),e>this.at&&(this.at=e),this.
class=t)}flush(e){e>this.at&&this.class&&this.span(this.at,e,this.class)}highlightRange(e,t,n,r,s){let{type:o,from:a,to:l}=e;if(a>=n||l<=t)return;o.isTop&&(s=this.
highlighters.filter(d=>!d.scope||d.scope(o)));let c=r,f=tx(e)||Wn.empty,u=ex(s,f.tags);if(u&&(c&&(c+=" "),c+=u,f.mode==1&&(r+=(r?" ":"")+u)),this.startSpan(Math.
max(t,a),c),f.opaque)return;let h=e.tree&&e.tree.prop(H.mounted);if(h&&h.overlay){let d=e.node.enter(h.overlay[0].from+a,1),p=this.highlighters.filter(O=>!O.scope||
O.scope(h.tree.type)),m=e.firstChild();for(let O=0,v=a;;O++){let k=O<h.overlay.length?h.overlay[O]:null,y=k?k.from+a:l,A=Math.max(t,v),b=Math.min(n,y);if(A<b&&m)
for(;e.from<b&&(this.highlightRange(e,A,b,r,s),this.startSpan(Math.min(b,e.to),c),!(e.to>=y||!e.nextSibling())););if(!k||y>n)break;v=k.to+a,v>t&&(this.highlightRange(
d.cursor(),Math.max(t,k.from+a),Math.min(n,v),"",p),this.startSpan(Math.min(n,v),c))}m&&e.parent()}else if(e.firstChild()){h&&(r="");do if(!(e.to<=t)){if(e.from>=
n)break;this.highlightRange(e,t,n,r,s),this.startSpan(Math.min(n,e.to),c)}while(e.nextSibling());e.parent()}}};function tx(i){let e=i.type.prop(xg);for(;e&&e.context&&
!i.matchContext(e.context);)e=e.next;return e||null}var _=mi.define,ll=_(),rn=_(),bg=_(rn),Sg=_(rn),sn=_(),cl=_(sn),_u=_(sn),Mi=_(),Gn=_(Mi),Ci=_(),Pi=_(),Qu=_(),
ho=_(Qu),fl=_(),E={comment:ll,lineComment:_(ll),blockComment:_(ll),docComment:_(ll),name:rn,variableName:_(rn),typeName:bg,tagName:_(bg),propertyName:Sg,attributeName:_(
Sg),className:_(rn),labelName:_(rn),namespace:_(rn),macroName:_(rn),literal:sn,string:cl,docString:_(cl),character:_(cl),attributeValue:_(cl),number:_u,integer:_(
_u),float:_(_u),bool:_(sn),regexp:_(sn),escape:_(sn),color:_(sn),url:_(sn),keyword:Ci,self:_(Ci),null:_(Ci),atom:_(Ci),unit:_(Ci),modifier:_(Ci),operatorKeyword:_(
Ci),controlKeyword:_(Ci),definitionKeyword:_(Ci),moduleKeyword:_(Ci),operator:Pi,derefOperator:_(Pi),arithmeticOperator:_(Pi),logicOperator:_(Pi),bitwiseOperator:_(
Pi),compareOperator:_(Pi),updateOperator:_(Pi),definitionOperator:_(Pi),typeOperator:_(Pi),controlOperator:_(Pi),punctuation:Qu,separator:_(Qu),bracket:ho,angleBracket:_(
ho),squareBracket:_(ho),paren:_(ho),brace:_(ho),content:Mi,heading:Gn,heading1:_(Gn),heading2:_(Gn),heading3:_(Gn),heading4:_(Gn),heading5:_(Gn),heading6:_(Gn),
contentSeparator:_(Mi),list:_(Mi),quote:_(Mi),emphasis:_(Mi),strong:_(Mi),link:_(Mi),monospace:_(Mi),strikethrough:_(Mi),inserted:_(),deleted:_(),changed:_(),invalid:_(),
meta:fl,documentMeta:_(fl),annotation:_(fl),processingInstruction:_(fl),definition:mi.defineModifier("definition"),constant:mi.defineModifier("constant"),function:mi.
defineModifier("function"),standard:mi.defineModifier("standard"),local:mi.defineModifier("local"),special:mi.defineModifier("special")};for(let i in E){let e=E[i];
e instanceof mi&&(e.name=i)}var hL=Vu([{tag:E.link,class:"tok-link"},{tag:E.heading,class:"tok-heading"},{tag:E.emphasis,class:"tok-emphasis"},{tag:E.strong,class:"\
tok-strong"},{tag:E.keyword,class:"tok-keyword"},{tag:E.atom,class:"tok-atom"},{tag:E.bool,class:"tok-bool"},{tag:E.url,class:"tok-url"},{tag:E.labelName,class:"\
tok-labelName"},{tag:E.inserted,class:"tok-inserted"},{tag:E.deleted,class:"tok-deleted"},{tag:E.literal,class:"tok-literal"},{tag:E.string,class:"tok-string"},
{tag:E.number,class:"tok-number"},{tag:[E.regexp,E.escape,E.special(E.string)],class:"tok-string2"},{tag:E.variableName,class:"tok-variableName"},{tag:E.local(E.
variableName),class:"tok-variableName tok-local"},{tag:E.definition(E.variableName),class:"tok-variableName tok-definition"},{tag:E.special(E.variableName),class:"\
tok-variableName2"},{tag:E.definition(E.propertyName),class:"tok-propertyName tok-definition"},{tag:E.typeName,class:"tok-typeName"},{tag:E.namespace,class:"tok\
-namespace"},{tag:E.className,class:"tok-className"},{tag:E.macroName,class:"tok-macroName"},{tag:E.propertyName,class:"tok-propertyName"},{tag:E.operator,class:"\
tok-operator"},{tag:E.comment,class:"tok-comment"},{tag:E.meta,class:"tok-meta"},{tag:E.invalid,class:"tok-invalid"},{tag:E.punctuation,class:"tok-punctuation"}]);var Bu,cs=new H;function ix(i){return V.define({combine:i?e=>e.concat(i):void 0})}var nx=new H,Bt=class{constructor(e,t,n=[],r=""){this.data=e,this.name=r,ke.prototype.
hasOwnProperty("tree")||Object.defineProperty(ke.prototype,"tree",{get(){return et(this)}}),this.parser=t,this.extension=[on.of(this),ke.languageData.of((s,o,a)=>{
let l=Eg(s,o,a),c=l.type.prop(cs);if(!c)return[];let f=s.facet(c),u=l.type.prop(nx);if(u){let h=l.resolve(o-l.from,a);for(let d of u)if(d.test(h,s)){let p=s.facet(
d.facet);return d.type=="replace"?p:p.concat(f)}}return f})].concat(n)}isActiveAt(e,t,n=-1){return Eg(e,t,n).type.prop(cs)==this.data}findRegions(e){let t=e.facet(
on);if(t?.data==this.data)return[{from:0,to:e.doc.length}];if(!t||!t.allowsNesting)return[];let n=[],r=(s,o)=>{if(s.prop(cs)==this.data){n.push({from:o,to:o+s.length});
return}let a=s.prop(H.mounted);if(a){if(a.tree.prop(cs)==this.data){if(a.overlay)for(let l of a.overlay)n.push({from:l.from+o,to:l.to+o});else n.push({from:o,to:o+
s.length});return}else if(a.overlay){let l=n.length;if(r(a.tree,a.overlay[0].from+o),n.length>l)return}}for(let l=0;l<s.children.length;l++){let c=s.children[l];
c instanceof Fe&&r(c,s.positions[l]+o)}};return r(et(e),0),n}get allowsNesting(){return!0}};Bt.setState=X.define();function Eg(i,e,t){let n=i.facet(on),r=et(i).
topNode;if(!n||n.allowsNesting)for(let s=r;s;s=s.enter(e,t,Ne.ExcludeBuffers|Ne.EnterBracketed))s.type.isTop&&(r=s);return r}var fs=class i extends Bt{constructor(e,t,n){
super(e,t,[],n),this.parser=t}static define(e){let t=ix(e.languageData);return new i(t,e.parser.configure({props:[cs.add(n=>n.isTop?t:void 0)]}),e.name)}configure(e,t){
return new i(this.data,this.parser.configure(e),t||this.name)}get allowsNesting(){return this.parser.hasWrappers()}};function et(i){let e=i.field(Bt.state,!1);return e?
e.tree:Fe.empty}var qu=class{constructor(e){this.doc=e,this.cursorPos=0,this.string="",this.cursor=e.iter()}get length(){return this.doc.length}syncTo(e){return this.string=this.
cursor.next(e-this.cursorPos).value,this.cursorPos=e+this.string.length,this.cursorPos-this.string.length}chunk(e){return this.syncTo(e),this.string}get lineChunks(){
return!0}read(e,t){let n=this.cursorPos-this.string.length;return e<n||t>=this.cursorPos?this.doc.sliceString(e,t):this.string.slice(e-n,t-n)}},po=null,Gu=class i{constructor(e,t,n=[],r,s,o,a,l){
this.parser=e,this.state=t,this.fragments=n,this.tree=r,this.treeLen=s,this.viewport=o,this.skipped=a,this.scheduleOn=l,this.parse=null,this.tempSkipped=[]}static create(e,t,n){
return new i(e,t,[],Fe.empty,0,n,[],null)}startParse(){return this.parser.startParse(new qu(this.state.doc),this.fragments)}work(e,t){return t!=null&&t>=this.state.
doc.length&&(t=void 0),this.tree!=Fe.empty&&this.isDone(t??this.state.doc.length)?(this.takeTree(),!0):this.withContext(()=>{var n;if(typeof e=="number"){let r=Date.
now()+e;e=()=>Date.now()>r}for(this.parse||(this.parse=this.startParse()),t!=null&&(this.parse.stoppedAt==null||this.parse.stoppedAt>t)&&t<this.state.doc.length&&
this.parse.stopAt(t);;){let r=this.parse.advance();if(r)if(this.fragments=this.withoutTempSkipped(qn.addTree(r,this.fragments,this.parse.stoppedAt!=null)),this.
treeLen=(n=this.parse.stoppedAt)!==null&&n!==void 0?n:this.state.doc.length,this.tree=r,this.parse=null,this.treeLen<(t??this.state.doc.length))this.parse=this.
startParse();else return!0;if(e())return!1}})}takeTree(){let e,t;this.parse&&(e=this.parse.parsedPos)>=this.treeLen&&((this.parse.stoppedAt==null||this.parse.stoppedAt>
e)&&this.parse.stopAt(e),this.withContext(()=>{for(;!(t=this.parse.advance()););}),this.treeLen=e,this.tree=t,this.fragments=this.withoutTempSkipped(qn.addTree(
this.tree,this.fragments,!0)),this.parse=null)}withContext(e){let t=po;po=this;try{return e()}finally{po=t}}withoutTempSkipped(e){for(let t;t=this.tempSkipped.pop();)
e=wg(e,t.from,t.to);return e}changes(e,t){let{fragments:n,tree:r,treeLen:s,viewport:o,skipped:a}=this;if(this.takeTree(),!e.empty){let l=[];if(e.iterChangedRanges(
(c,f,u,h)=>l.push({fromA:c,toA:f,fromB:u,toB:h})),n=qn.applyChanges(n,l),r=Fe.empty,s=0,o={from:e.mapPos(o.from,-1),to:e.mapPos(o.to,1)},this.skipped.length){a=
[];for(let c of this.skipped){let f=e.mapPos(c.from,1),u=e.mapPos(c.to,-1);f<u&&a.push({from:f,to:u})}}}return new i(this.parser,t,n,r,s,o,a,this.scheduleOn)}updateViewport(e){
if(this.viewport.from==e.from&&this.viewport.to==e.to)return!1;this.viewport=e;let t=this.skipped.length;for(let n=0;n<this.skipped.length;n++){let{from:r,to:s}=this.
skipped[n];r<e.to&&s>e.from&&(this.fragments=wg(this.fragments,r,s),this.skipped.splice(n--,1))}return this.skipped.length>=t?!1:(this.reset(),!0)}reset(){this.
parse&&(this.takeTree(),this.parse=null)}skipUntilInView(e,t){this.skipped.push({from:e,to:t})}static getSkippingParser(e){return new class extends as{createParse(t,n,r){
let s=r[0].from,o=r[r.length-1].to;return{parsedPos:s,advance(){let l=po;if(l){for(let c of r)l.tempSkipped.push(c);e&&(l.scheduleOn=l.scheduleOn?Promise.all([l.
scheduleOn,e]):e)}return this.parsedPos=o,new Fe(at.none,[],[],o-s)},stoppedAt:null,stopAt(){}}}}}isDone(e){e=Math.min(e,this.state.doc.length);let t=this.fragments;
return this.treeLen>=e&&t.length&&t[0].from==0&&t[0].to>=e}static get(){return po}};function wg(i,e,t){return qn.applyChanges(i,[{fromA:e,toA:t,fromB:e,toB:t}])}
var go=class i{constructor(e){this.context=e,this.tree=e.tree}apply(e){if(!e.docChanged&&this.tree==this.context.tree)return this;let t=this.context.changes(e.changes,
e.state),n=this.context.treeLen==e.startState.doc.length?void 0:Math.max(e.changes.mapPos(this.context.treeLen),t.viewport.to);return t.work(20,n)||t.takeTree(),
new i(t)}static init(e){let t=Math.min(3e3,e.doc.length),n=Gu.create(e.facet(on).parser,e,{from:0,to:t});return n.work(20,t)||n.takeTree(),new i(n)}};Bt.state=_e.
define({create:go.init,update(i,e){for(let t of e.effects)if(t.is(Bt.setState))return t.value;return e.startState.facet(on)!=e.state.facet(on)?go.init(e.state):
i.apply(e)}});var Pg=i=>{let e=setTimeout(()=>i(),500);return()=>clearTimeout(e)};typeof requestIdleCallback<"u"&&(Pg=i=>{let e=-1,t=setTimeout(()=>{e=requestIdleCallback(
i,{timeout:400})},100);return()=>e<0?clearTimeout(t):cancelIdleCallback(e)});var Uu=typeof navigator<"u"&&(!((Bu=navigator.scheduling)===null||Bu===void 0)&&Bu.
isInputPending)?()=>navigator.scheduling.isInputPending():null,rx=Ke.fromClass(class{constructor(e){this.view=e,this.working=null,this.workScheduled=0,this.chunkEnd=
-1,this.chunkBudget=-1,this.work=this.work.bind(this),this.scheduleWork()}update(e){let t=this.view.state.field(Bt.state).context;(t.updateViewport(e.view.viewport)||
this.view.viewport.to>t.treeLen)&&this.scheduleWork(),(e.docChanged||e.selectionSet)&&(this.view.hasFocus&&(this.chunkBudget+=50),this.scheduleWork()),this.checkAsyncSchedule(
t)}scheduleWork(){if(this.working)return;let{state:e}=this.view,t=e.field(Bt.state);(t.tree!=t.context.tree||!t.context.isDone(e.doc.length))&&(this.working=Pg(
this.work))}work(e){this.working=null;let t=Date.now();if(this.chunkEnd<t&&(this.chunkEnd<0||this.view.hasFocus)&&(this.chunkEnd=t+3e4,this.chunkBudget=3e3),this.
chunkBudget<=0)return;let{state:n,viewport:{to:r}}=this.view,s=n.field(Bt.state);if(s.tree==s.context.tree&&s.context.isDone(r+1e5))return;let o=Date.now()+Math.
min(this.chunkBudget,100,e&&!Uu?Math.max(25,e.timeRemaining()-5):1e9),a=s.context.treeLen<r&&n.doc.length>r+1e3,l=s.context.work(()=>Uu&&Uu()||Date.now()>o,r+(a?
0:1e5));this.chunkBudget-=Date.now()-t,(l||this.chunkBudget<=0)&&(s.context.takeTree(),this.view.dispatch({effects:Bt.setState.of(new go(s.context))})),this.chunkBudget>
0&&!(l&&!a)&&this.scheduleWork(),this.checkAsyncSchedule(s.context)}checkAsyncSchedule(e){e.scheduleOn&&(this.workScheduled++,e.scheduleOn.then(()=>this.scheduleWork()).
catch(t=>Je(this.view.state,t)).then(()=>this.workScheduled--),e.scheduleOn=null)}destroy(){this.working&&this.working()}isWorking(){return!!(this.working||this.
workScheduled>0)}},{eventHandlers:{focus(){this.scheduleWork()}}}),on=V.define({combine(i){return i.length?i[0]:null},enables:i=>[Bt.state,rx,U.contentAttributes.
compute([i],e=>{let t=e.facet(i);return t&&t.name?{"data-language":t.name}:{}})]}),us=class{constructor(e,t=[]){this.language=e,this.support=t,this.extension=[e,
t]}};var sx=V.define(),Yn=V.define({combine:i=>{if(!i.length)return"  ";let e=i[0];if(!e||/\S/.test(e)||Array.from(e).some(t=>t!=e[0]))throw new Error("Invalid inden\
t unit: "+JSON.stringify(i[0]));return e}});function Oo(i){let e=i.facet(Yn);return e.charCodeAt(0)==9?i.tabSize*e.length:e.length}function ds(i,e){let t="",n=i.
tabSize,r=i.facet(Yn)[0];if(r=="	"){for(;e>=n;)t+="	",e-=n;r=" "}for(let s=0;s<e;s++)t+=r;return t}function pl(i,e){i instanceof ke&&(i=new Hn(i));for(let n of i.
state.facet(sx)){let r=n(i,e);if(r!==void 0)return r}let t=et(i.state);return t.length>=e?ox(i,t,e):null}var Hn=class{constructor(e,t={}){this.state=e,this.options=t,this.unit=Oo(e)}lineAt(e,t=1){let n=this.state.doc.lineAt(e),{simulateBreak:r,simulateDoubleBreak:s}=this.
options;return r!=null&&r>=n.from&&r<=n.to?s&&r==e?{text:"",from:e}:(t<0?r<e:r<=e)?{text:n.text.slice(r-n.from),from:r}:{text:n.text.slice(0,r-n.from),from:n.from}:
n}textAfterPos(e,t=1){if(this.options.simulateDoubleBreak&&e==this.options.simulateBreak)return"";let{text:n,from:r}=this.lineAt(e,t);return n.slice(e-r,Math.min(
n.length,e+100-r))}column(e,t=1){let{text:n,from:r}=this.lineAt(e,t),s=this.countColumn(n,e-r),o=this.options.overrideIndentation?this.options.overrideIndentation(
r):-1;return o>-1&&(s+=o-this.countColumn(n,n.search(/\S|$/))),s}countColumn(e,t=e.length){return _n(e,this.state.tabSize,t)}lineIndent(e,t=1){let{text:n,from:r}=this.
lineAt(e,t),s=this.options.overrideIndentation;if(s){let o=s(r);if(o>-1)return o}return this.countColumn(n,n.search(/\S|$/))}get simulatedBreak(){return this.options.
simulateBreak||null}},yo=new H;function ox(i,e,t){let n=e.resolveStack(t),r=e.resolveInner(t,-1).resolve(t,0).enterUnfinishedNodesBefore(t);if(r!=n.node){let s=[];
for(let o=r;o&&!(o.from<n.node.from||o.to>n.node.to||o.from==n.node.from&&o.type==n.node.type);o=o.parent)s.push(o);for(let o=s.length-1;o>=0;o--)n={node:s[o],next:n}}
return Mg(n,i,t)}function Mg(i,e,t){for(let n=i;n;n=n.next){let r=lx(n.node);if(r)return r(Wu.create(e,t,n))}return 0}function ax(i){return i.pos==i.options.simulateBreak&&
i.options.simulateDoubleBreak}function lx(i){let e=i.type.prop(yo);if(e)return e;let t=i.firstChild,n;if(t&&(n=t.type.prop(H.closedBy))){let r=i.lastChild,s=r&&
n.indexOf(r.name)>-1;return o=>_g(o,!0,1,void 0,s&&!ax(o)?r.from:void 0)}return i.parent==null?cx:null}function cx(){return 0}var Wu=class i extends Hn{constructor(e,t,n){
super(e.state,e.options),this.base=e,this.pos=t,this.context=n}get node(){return this.context.node}static create(e,t,n){return new i(e,t,n)}get textAfter(){return this.
textAfterPos(this.pos)}get baseIndent(){return this.baseIndentFor(this.node)}baseIndentFor(e){let t=this.state.doc.lineAt(e.from);for(;;){let n=e.resolve(t.from);
for(;n.parent&&n.parent.from==n.from;)n=n.parent;if(fx(n,e))break;t=this.state.doc.lineAt(n.from)}return this.lineIndent(t.from)}continue(){return Mg(this.context.
next,this.base,this.pos)}};function fx(i,e){for(let t=e;t;t=t.parent)if(i==t)return!0;return!1}function ux(i){let e=i.node,t=e.childAfter(e.from),n=e.lastChild;
if(!t)return null;let r=i.options.simulateBreak,s=i.state.doc.lineAt(t.from),o=r==null||r<=s.from?s.to:Math.min(s.to,r);for(let a=t.to;;){let l=e.childAfter(a);
if(!l||l==n)return null;if(!l.type.isSkipped){if(l.from>=o)return null;let c=/^ */.exec(s.text.slice(t.to-s.from))[0].length;return{from:t.from,to:t.to+c}}a=l.to}}
function Lg({closing:i,align:e=!0,units:t=1}){return n=>_g(n,e,t,i)}function _g(i,e,t,n,r){let s=i.textAfter,o=s.match(/^\s*/)[0].length,a=n&&s.slice(o,o+n.length)==
n||r==i.pos+o,l=e?ux(i):null;return l?a?i.column(l.from):i.column(l.to):i.baseIndent+(a?0:i.unit*t)}function Zu({except:i,units:e=1}={}){return t=>{let n=i&&i.test(t.textAfter);return t.baseIndent+(n?0:e*t.unit)}}var hx=200;function Fg(){return ke.transactionFilter.
of(i=>{if(!i.docChanged||!i.isUserEvent("input.type")&&!i.isUserEvent("input.complete"))return i;let e=i.startState.languageDataAt("indentOnInput",i.startState.
selection.main.head);if(!e.length)return i;let t=i.newDoc,{head:n}=i.newSelection.main,r=t.lineAt(n);if(n>r.from+hx)return i;let s=t.sliceString(r.from,n);if(!e.
some(c=>c.test(s)))return i;let{state:o}=i,a=-1,l=[];for(let{head:c}of o.selection.ranges){let f=o.doc.lineAt(c);if(f.from==a)continue;a=f.from;let u=pl(o,f.from);
if(u==null)continue;let h=/^\s*/.exec(f.text)[0],d=ds(o,u);h!=d&&l.push({from:f.from,to:f.from+h.length,insert:d})}return l.length?[i,{changes:l,sequential:!0}]:
i})}var dx=V.define(),vo=new H;function ml(i){let e=i.firstChild,t=i.lastChild;return e&&e.to<t.from?{from:e.to,to:t.type.isError?i.to:t.from}:null}function px(i,e,t){
let n=et(i);if(n.length<t)return null;let r=n.resolveStack(t,1),s=null;for(let o=r;o;o=o.next){let a=o.node;if(a.to<=t||a.from>t)continue;if(s&&a.from<e)break;let l=a.
type.prop(vo);if(l&&(a.to<n.length-50||n.length==i.doc.length||!mx(a))){let c=l(a,i);c&&c.from<=t&&c.from>=e&&c.to>t&&(s=c)}}return s}function mx(i){let e=i.lastChild;
return e&&e.to==i.to&&e.type.isError}function hl(i,e,t){for(let n of i.facet(dx)){let r=n(i,e,t);if(r)return r}return px(i,e,t)}function Qg(i,e){let t=e.mapPos(
i.from,1),n=e.mapPos(i.to,-1);return t>=n?void 0:{from:t,to:n}}var gl=X.define({map:Qg}),To=X.define({map:Qg});function Vg(i){let e=[];for(let{head:t}of i.state.
selection.ranges)e.some(n=>n.from<=t&&n.to>=t)||e.push(i.lineBlockAt(t));return e}var Xn=_e.define({create(){return re.none},update(i,e){e.isUserEvent("delete")&&
e.changes.iterChangedRanges((n,r)=>i=Ng(i,n,r)),i=i.map(e.changes);let t=[];for(let n of e.effects)n.is(gl)&&!gx(i,n.value.from,n.value.to)?t.push(n.value):n.is(
To)&&(i=i.update({filter:(r,s)=>n.value.from!=r||n.value.to!=s,filterFrom:n.value.from,filterTo:n.value.to}));if(t.length){let{preparePlaceholder:n}=e.state.facet(
Ku),r=t.map(s=>(n?re.replace({widget:new Hu(n(e.state,s))}):Ag).range(s.from,s.to));i=i.update({add:r})}return e.selection&&(i=Ng(i,e.selection.main.head)),i},provide:i=>U.
decorations.from(i),toJSON(i,e){let t=[];return i.between(0,e.doc.length,(n,r)=>{t.push(n,r)}),t},fromJSON(i){if(!Array.isArray(i)||i.length%2)throw new RangeError(
"Invalid JSON for fold state");let e=[];for(let t=0;t<i.length;){let n=i[t++],r=i[t++];if(typeof n!="number"||typeof r!="number")throw new RangeError("Invalid J\
SON for fold state");e.push(Ag.range(n,r))}return re.set(e,!0)}});function Ng(i,e,t=e){let n=!1;return i.between(e,t,(r,s)=>{r<t&&s>e&&(n=!0)}),n?i.update({filterFrom:e,
filterTo:t,filter:(r,s)=>r>=t||s<=e}):i}function dl(i,e,t){var n;let r=null;return(n=i.field(Xn,!1))===null||n===void 0||n.between(e,t,(s,o)=>{(!r||r.from>s)&&(r={from:s,to:o})}),r}function gx(i,e,t){
let n=!1;return i.between(e,e,(r,s)=>{r==e&&s==t&&(n=!0)}),n}function Bg(i,e){return i.field(Xn,!1)?e:e.concat(X.appendConfig.of(jg()))}var Ox=i=>{for(let e of Vg(
i)){let t=hl(i.state,e.from,e.to);if(t)return i.dispatch({effects:Bg(i.state,[gl.of(t),Ug(i,t)])}),!0}return!1},yx=i=>{if(!i.state.field(Xn,!1))return!1;let e=[];
for(let t of Vg(i)){let n=dl(i.state,t.from,t.to);n&&e.push(To.of(n),Ug(i,n,!1))}return e.length&&i.dispatch({effects:e}),e.length>0};function Ug(i,e,t=!0){let n=i.
state.doc.lineAt(e.from).number,r=i.state.doc.lineAt(e.to).number;return U.announce.of(`${i.state.phrase(t?"Folded lines":"Unfolded lines")} ${n} ${i.state.phrase(
"to")} ${r}.`)}var vx=i=>{let{state:e}=i,t=[];for(let n=0;n<e.doc.length;){let r=i.lineBlockAt(n),s=hl(e,r.from,r.to);s&&t.push(gl.of(s)),n=(s?i.lineBlockAt(s.to):
r).to+1}return t.length&&i.dispatch({effects:Bg(i.state,t)}),!!t.length},Tx=i=>{let e=i.state.field(Xn,!1);if(!e||!e.size)return!1;let t=[];return e.between(0,i.
state.doc.length,(n,r)=>{t.push(To.of({from:n,to:r}))}),i.dispatch({effects:t}),!0};var $g=[{key:"Ctrl-Shift-[",mac:"Cmd-Alt-[",run:Ox},{key:"Ctrl-Shift-]",mac:"Cmd-Alt-]",run:yx},{key:"Ctrl-Alt-[",run:vx},{key:"Ctrl-Alt-]",run:Tx}],bx={placeholderDOM:null,
preparePlaceholder:null,placeholderText:"…"},Ku=V.define({combine(i){return Ht(i,bx)}});function jg(i){let e=[Xn,xx];return i&&e.push(Ku.of(i)),e}function qg(i,e){
let{state:t}=i,n=t.facet(Ku),r=o=>{let a=i.lineBlockAt(i.posAtDOM(o.target)),l=dl(i.state,a.from,a.to);l&&i.dispatch({effects:To.of(l)}),o.preventDefault()};if(n.
placeholderDOM)return n.placeholderDOM(i,r,e);let s=document.createElement("span");return s.textContent=n.placeholderText,s.setAttribute("aria-label",t.phrase("\
folded code")),s.title=t.phrase("unfold"),s.className="cm-foldPlaceholder",s.onclick=r,s}var Ag=re.replace({widget:new class extends Zt{toDOM(i){return qg(i,null)}}}),
Hu=class extends Zt{constructor(e){super(),this.value=e}eq(e){return this.value==e.value}toDOM(e){return qg(e,this.value)}},Sx={openText:"⌄",closedText:"›",
markerDOM:null,domEventHandlers:{},foldingChanged:()=>!1},mo=class extends Kt{constructor(e,t){super(),this.config=e,this.open=t}eq(e){return this.config==e.config&&
this.open==e.open}toDOM(e){if(this.config.markerDOM)return this.config.markerDOM(this.open);let t=document.createElement("span");return t.textContent=this.open?
this.config.openText:this.config.closedText,t.title=e.state.phrase(this.open?"Fold line":"Unfold line"),t}};function Gg(i={}){let e={...Sx,...i},t=new mo(e,!0),
n=new mo(e,!1),r=Ke.fromClass(class{constructor(o){this.from=o.viewport.from,this.markers=this.buildMarkers(o)}update(o){(o.docChanged||o.viewportChanged||o.startState.
facet(on)!=o.state.facet(on)||o.startState.field(Xn,!1)!=o.state.field(Xn,!1)||et(o.startState)!=et(o.state)||e.foldingChanged(o))&&(this.markers=this.buildMarkers(
o.view))}buildMarkers(o){let a=new fi;for(let l of o.viewportLineBlocks){let c=dl(o.state,l.from,l.to)?n:hl(o.state,l.from,l.to)?t:null;c&&a.add(l.from,l.from,c)}
return a.finish()}}),{domEventHandlers:s}=e;return[r,Au({class:"cm-foldGutter",markers(o){var a;return((a=o.plugin(r))===null||a===void 0?void 0:a.markers)||le.
empty},initialSpacer(){return new mo(e,!1)},domEventHandlers:{...s,click:(o,a,l)=>{if(s.click&&s.click(o,a,l))return!0;let c=dl(o.state,a.from,a.to);if(c)return o.
dispatch({effects:To.of(c)}),!0;let f=hl(o.state,a.from,a.to);return f?(o.dispatch({effects:gl.of(f)}),!0):!1}}}),jg()]}var xx=U.baseTheme({".cm-foldPlaceholder":{
backgroundColor:"#eee",border:"1px solid #ddd",color:"#888",borderRadius:".2em",margin:"0 1px",padding:"0 1px",cursor:"pointer"},".cm-foldGutter span":{padding:"\
0 1px",cursor:"pointer"}}),hs=class i{constructor(e,t){this.specs=e;let n;function r(a){let l=Xt.newName();return(n||(n=Object.create(null)))["."+l]=a,l}let s=typeof t.
all=="string"?t.all:t.all?r(t.all):void 0,o=t.scope;this.scope=o instanceof Bt?a=>a.prop(cs)==o.data:o?a=>a==o:void 0,this.style=Vu(e.map(a=>({tag:a.tag,class:a.
class||r(Object.assign({},a,{tag:null}))})),{all:s}).style,this.module=n?new Xt(n):null,this.themeType=t.themeType}static define(e,t){return new i(e,t||{})}},Xu=V.
define(),Wg=V.define({combine(i){return i.length?[i[0]]:null}});function $u(i){let e=i.facet(Xu);return e.length?e:i.facet(Wg)}function Hg(i,e){let t=[kx],n;return i instanceof
hs&&(i.module&&t.push(U.styleModule.of(i.module)),n=i.themeType),e?.fallback?t.push(Wg.of(i)):n?t.push(Xu.computeN([U.darkTheme],r=>r.facet(U.darkTheme)==(n=="d\
ark")?[i]:[])):t.push(Xu.of(i)),t}var Yu=class{constructor(e){this.markCache=Object.create(null),this.tree=et(e.state),this.decorations=this.buildDeco(e,$u(e.state)),this.decoratedTo=e.viewport.
to}update(e){let t=et(e.state),n=$u(e.state),r=n!=$u(e.startState),{viewport:s}=e.view,o=e.changes.mapPos(this.decoratedTo,1);t.length<s.to&&!r&&t.type==this.tree.
type&&o>=s.to?(this.decorations=this.decorations.map(e.changes),this.decoratedTo=o):(t!=this.tree||e.viewportChanged||r)&&(this.tree=t,this.decorations=this.buildDeco(
e.view,n),this.decoratedTo=s.to)}buildDeco(e,t){if(!t||!this.tree.length)return re.none;let n=new fi;for(let{from:r,to:s}of e.visibleRanges)kg(this.tree,t,(o,a,l)=>{
n.add(o,a,this.markCache[l]||(this.markCache[l]=re.mark({class:l})))},r,s);return n.finish()}},kx=Ui.high(Ke.fromClass(Yu,{decorations:i=>i.decorations})),TL=hs.
define([{tag:E.meta,color:"#404740"},{tag:E.link,textDecoration:"underline"},{tag:E.heading,textDecoration:"underline",fontWeight:"bold"},{tag:E.emphasis,fontStyle:"\
italic"},{tag:E.strong,fontWeight:"bold"},{tag:E.strikethrough,textDecoration:"line-through"},{tag:E.keyword,color:"#708"},{tag:[E.atom,E.bool,E.url,E.contentSeparator,
E.labelName],color:"#219"},{tag:[E.literal,E.inserted],color:"#164"},{tag:[E.string,E.deleted],color:"#a11"},{tag:[E.regexp,E.escape,E.special(E.string)],color:"\
#e40"},{tag:E.definition(E.variableName),color:"#00f"},{tag:E.local(E.variableName),color:"#30a"},{tag:[E.typeName,E.namespace],color:"#085"},{tag:E.className,color:"\
#167"},{tag:[E.special(E.variableName),E.macroName],color:"#256"},{tag:E.definition(E.propertyName),color:"#00c"},{tag:E.comment,color:"#940"},{tag:E.invalid,color:"\
#f00"}]),Ex=U.baseTheme({"&.cm-focused .cm-matchingBracket":{backgroundColor:"#328c8252"},"&.cm-focused .cm-nonmatchingBracket":{backgroundColor:"#bb555544"}}),
Xg=1e4,Yg="()[]{}",zg=V.define({combine(i){return Ht(i,{afterCursor:!0,brackets:Yg,maxScanDistance:Xg,renderMatch:Ax})}}),wx=re.mark({class:"cm-matchingBracket"}),
Nx=re.mark({class:"cm-nonmatchingBracket"});function Ax(i){let e=[],t=i.matched?wx:Nx;return e.push(t.range(i.start.from,i.start.to)),i.end&&e.push(t.range(i.end.
from,i.end.to)),e}function Ig(i){let e=[],t=i.facet(zg);for(let n of i.selection.ranges){if(!n.empty)continue;let r=gi(i,n.head,-1,t)||n.head>0&&gi(i,n.head-1,1,
t)||t.afterCursor&&(gi(i,n.head,1,t)||n.head<i.doc.length&&gi(i,n.head+1,-1,t));r&&(e=e.concat(t.renderMatch(r,i)))}return re.set(e,!0)}var Ix=Ke.fromClass(class{constructor(i){
this.paused=!1,this.decorations=Ig(i.state)}update(i){(i.docChanged||i.selectionSet||this.paused)&&(i.view.composing?(this.decorations=this.decorations.map(i.changes),
this.paused=!0):(this.decorations=Ig(i.state),this.paused=!1))}},{decorations:i=>i.decorations}),Dx=[Ix,Ex];function Jg(i={}){return[zg.of(i),Dx]}var Rx=new H;function zu(i,e,t){
let n=i.prop(e<0?H.openedBy:H.closedBy);if(n)return n;if(i.name.length==1){let r=t.indexOf(i.name);if(r>-1&&r%2==(e<0?1:0))return[t[r+e]]}return null}function Ju(i){
let e=i.type.prop(Rx);return e?e(i.node):i}function gi(i,e,t,n={}){let r=n.maxScanDistance||Xg,s=n.brackets||Yg,o=et(i),a=o.resolveInner(e,t);for(let l=a;l;l=l.
parent){let c=zu(l.type,t,s);if(c&&l.from<l.to){let f=Ju(l);if(f&&(t>0?e>=f.from&&e<f.to:e>f.from&&e<=f.to))return Cx(i,e,t,l,f,c,s)}}return Px(i,e,t,o,a.type,r,
s)}function Cx(i,e,t,n,r,s,o){let a=n.parent,l={from:r.from,to:r.to},c=0,f=a?.cursor();if(f&&(t<0?f.childBefore(n.from):f.childAfter(n.to)))do if(t<0?f.to<=n.from:
f.from>=n.to){if(c==0&&s.indexOf(f.type.name)>-1&&f.from<f.to){let u=Ju(f);return{start:l,end:u?{from:u.from,to:u.to}:void 0,matched:!0}}else if(zu(f.type,t,o))
c++;else if(zu(f.type,-t,o)){if(c==0){let u=Ju(f);return{start:l,end:u&&u.from<u.to?{from:u.from,to:u.to}:void 0,matched:!1}}c--}}while(t<0?f.prevSibling():f.nextSibling());
return{start:l,matched:!1}}function Px(i,e,t,n,r,s,o){if(t<0?!e:e==i.doc.length)return null;let a=t<0?i.sliceDoc(e-1,e):i.sliceDoc(e,e+1),l=o.indexOf(a);if(l<0||
l%2==0!=t>0)return null;let c={from:t<0?e-1:e,to:t>0?e+1:e},f=i.doc.iterRange(e,t>0?i.doc.length:0),u=0;for(let h=0;!f.next().done&&h<=s;){let d=f.value;t<0&&(h+=
d.length);let p=e+h*t;for(let m=t>0?0:d.length-1,O=t>0?d.length:-1;m!=O;m+=t){let v=o.indexOf(d[m]);if(!(v<0||n.resolveInner(p+m,1).type!=r))if(v%2==0==t>0)u++;else{
if(u==1)return{start:c,end:{from:p+m,to:p+m+1},matched:v>>1==l>>1};u--}}t>0&&(h+=d.length)}return f.done?{start:c,matched:!1}:null}var Mx=Object.create(null),Dg=[at.none];var Rg=[],Cg=Object.create(null),Lx=Object.create(null);for(let[i,e]of[["variable","variableName"],["variable-2","variableName.special"],["string-2","string.spe\
cial"],["def","variableName.definition"],["tag","tagName"],["attribute","attributeName"],["type","typeName"],["builtin","variableName.standard"],["qualifier","m\
odifier"],["error","invalid"],["header","heading"],["property","propertyName"]])Lx[i]=_x(Mx,e);function ju(i,e){Rg.indexOf(i)>-1||(Rg.push(i),console.warn(e))}function _x(i,e){let t=[];for(let a of e.split(" ")){let l=[];for(let c of a.split(".")){let f=i[c]||
E[c];f?typeof f=="function"?l.length?l=l.map(f):ju(c,`Modifier ${c} used at start of tag`):l.length?ju(c,`Tag ${c} used as modifier`):l=Array.isArray(f)?f:[f]:ju(
c,`Unknown highlighting tag ${c}`)}for(let c of l)t.push(c)}if(!t.length)return 0;let n=e.replace(/ /g,"_"),r=n+" "+t.map(a=>a.id),s=Cg[r];if(s)return s.id;let o=Cg[r]=
at.define({id:Dg.length,name:n,props:[ls({[n]:t})]});return Dg.push(o),o.id}var bL={rtl:re.mark({class:"cm-iso",inclusive:!0,attributes:{dir:"rtl"},bidiIsolate:de.RTL}),ltr:re.mark({class:"cm-iso",inclusive:!0,attributes:{dir:"ltr"},bidiIsolate:de.
LTR}),auto:re.mark({class:"cm-iso",inclusive:!0,attributes:{dir:"auto"},bidiIsolate:null})};var yl=class{constructor(e,t,n,r){this.state=e,this.pos=t,this.explicit=n,this.view=r,this.abortListeners=[],this.abortOnDocChange=!1}tokenBefore(e){let t=et(this.
state).resolveInner(this.pos,-1);for(;t&&e.indexOf(t.name)<0;)t=t.parent;return t?{from:t.from,to:this.pos,text:this.state.sliceDoc(t.from,this.pos),type:t.type}:
null}matchBefore(e){let t=this.state.doc.lineAt(this.pos),n=Math.max(t.from,this.pos-250),r=t.text.slice(n-t.from,this.pos-t.from),s=r.search(s0(e,!1));return s<
0?null:{from:n+s,to:this.pos,text:r.slice(s)}}get aborted(){return this.abortListeners==null}addEventListener(e,t,n){e=="abort"&&this.abortListeners&&(this.abortListeners.
push(t),n&&n.onDocChange&&(this.abortOnDocChange=!0))}};function Zg(i){let e=Object.keys(i).join(""),t=/\w/.test(e);return t&&(e=e.replace(/\w/g,"")),`[${t?"\\w":
""}${e.replace(/[^\w\s]/g,"\\$&")}]`}function Fx(i){let e=Object.create(null),t=Object.create(null);for(let{label:r}of i){e[r[0]]=!0;for(let s=1;s<r.length;s++)
t[r[s]]=!0}let n=Zg(e)+Zg(t)+"*$";return[new RegExp("^"+n),new RegExp(n)]}function Qx(i){let e=i.map(r=>typeof r=="string"?{label:r}:r),[t,n]=e.every(r=>/^\w+$/.
test(r.label))?[/\w*$/,/\w+$/]:Fx(e);return r=>{let s=r.matchBefore(n);return s||r.explicit?{from:s?s.from:r.pos,options:e,validFor:t}:null}}var vl=class{constructor(e,t,n,r){this.completion=e,this.source=t,this.match=n,this.score=r}};function Jn(i){return i.selection.main.from}function s0(i,e){var t;
let{source:n}=i,r=e&&n[0]!="^",s=n[n.length-1]!="$";return!r&&!s?i:new RegExp(`${r?"^":""}(?:${n})${s?"$":""}`,(t=i.flags)!==null&&t!==void 0?t:i.ignoreCase?"i":
"")}var o0=xt.define();function Vx(i,e,t,n){let{main:r}=i.selection,s=t-r.from,o=n-r.from;return{...i.changeByRange(a=>{if(a!=r&&t!=n&&i.sliceDoc(a.from+s,a.from+
o)!=i.sliceDoc(t,n))return{range:a};let l=i.toText(e);return{changes:{from:a.from+s,to:n==r.from?a.to:a.from+o,insert:l},range:D.cursor(a.from+s+l.length)}}),scrollIntoView:!0,
userEvent:"input.complete"}}var Kg=new WeakMap;function Bx(i){if(!Array.isArray(i))return i;let e=Kg.get(i);return e||Kg.set(i,e=Qx(i)),e}var Tl=X.define(),bo=X.
define(),nh=class{constructor(e){this.pattern=e,this.chars=[],this.folded=[],this.any=[],this.precise=[],this.byWord=[],this.score=0,this.matched=[];for(let t=0;t<
e.length;){let n=kt(e,t),r=ui(n);this.chars.push(n);let s=e.slice(t,t+r),o=s.toUpperCase();this.folded.push(kt(o==s?s.toLowerCase():o,0)),t+=r}this.astral=e.length!=
this.chars.length}ret(e,t){return this.score=e,this.matched=t,this}match(e){if(this.pattern.length==0)return this.ret(-100,[]);if(e.length<this.pattern.length)return null;
let{chars:t,folded:n,any:r,precise:s,byWord:o}=this;if(t.length==1){let k=kt(e,0),y=ui(k),A=y==e.length?0:-100;if(k!=t[0])if(k==n[0])A+=-200;else return null;return this.
ret(A,[0,y])}let a=e.indexOf(this.pattern);if(a==0)return this.ret(e.length==this.pattern.length?0:-100,[0,this.pattern.length]);let l=t.length,c=0;if(a<0){for(let k=0,
y=Math.min(e.length,200);k<y&&c<l;){let A=kt(e,k);(A==t[c]||A==n[c])&&(r[c++]=k),k+=ui(A)}if(c<l)return null}let f=0,u=0,h=!1,d=0,p=-1,m=-1,O=/[a-z]/.test(e),v=!0;
for(let k=0,y=Math.min(e.length,200),A=0;k<y&&u<l;){let b=kt(e,k);a<0&&(f<l&&b==t[f]&&(s[f++]=k),d<l&&(b==t[d]||b==n[d]?(d==0&&(p=k),m=k+1,d++):d=0));let N,C=b<
255?b>=48&&b<=57||b>=97&&b<=122?2:b>=65&&b<=90?1:0:(N=ff(b))!=N.toLowerCase()?1:N!=N.toUpperCase()?2:0;(!k||C==1&&O||A==0&&C!=0)&&(t[u]==b||n[u]==b&&(h=!0)?o[u++]=
k:o.length&&(v=!1)),A=C,k+=ui(b)}return u==l&&o[0]==0&&v?this.result(-100+(h?-200:0),o,e):d==l&&p==0?this.ret(-200-e.length+(m==e.length?0:-100),[0,m]):a>-1?this.
ret(-700-e.length,[a,a+this.pattern.length]):d==l?this.ret(-900-e.length,[p,m]):u==l?this.result(-100+(h?-200:0)+-700+(v?0:-1100),o,e):t.length==2?null:this.result(
(r[0]?-700:0)+-200+-1100,r,e)}result(e,t,n){let r=[],s=0;for(let o of t){let a=o+(this.astral?ui(kt(n,o)):1);s&&r[s-1]==o?r[s-1]=a:(r[s++]=o,r[s++]=a)}return this.
ret(e-n.length,r)}},rh=class{constructor(e){this.pattern=e,this.matched=[],this.score=0,this.folded=e.toLowerCase()}match(e){if(e.length<this.pattern.length)return null;
let t=e.slice(0,this.pattern.length),n=t==this.pattern?0:t.toLowerCase()==this.folded?-200:null;return n==null?null:(this.matched=[0,t.length],this.score=n+(e.length==
this.pattern.length?0:-100),this)}},tt=V.define({combine(i){return Ht(i,{activateOnTyping:!0,activateOnCompletion:()=>!1,activateOnTypingDelay:100,selectOnOpen:!0,
override:null,closeOnBlur:!0,maxRenderedOptions:100,defaultKeymap:!0,tooltipClass:()=>"",optionClass:()=>"",aboveCursor:!1,icons:!0,addToOptions:[],positionInfo:Ux,
filterStrict:!1,compareCompletions:(e,t)=>(e.sortText||e.label).localeCompare(t.sortText||t.label),interactionDelay:75,updateSyncTime:100},{defaultKeymap:(e,t)=>e&&
t,closeOnBlur:(e,t)=>e&&t,icons:(e,t)=>e&&t,tooltipClass:(e,t)=>n=>e0(e(n),t(n)),optionClass:(e,t)=>n=>e0(e(n),t(n)),addToOptions:(e,t)=>e.concat(t),filterStrict:(e,t)=>e||
t})}});function e0(i,e){return i?e?i+" "+e:i:e}function Ux(i,e,t,n,r,s){let o=i.textDirection==de.RTL,a=o,l=!1,c="top",f,u,h=e.left-r.left,d=r.right-e.right,p=n.
right-n.left,m=n.bottom-n.top;if(a&&h<Math.min(p,d)?a=!1:!a&&d<Math.min(p,h)&&(a=!0),p<=(a?h:d))f=Math.max(r.top,Math.min(t.top,r.bottom-m))-e.top,u=Math.min(400,
a?h:d);else{l=!0,u=Math.min(400,(o?e.right:r.right-e.left)-30);let k=r.bottom-e.bottom;k>=m||k>e.top?f=t.bottom-e.top:(c="bottom",f=e.bottom-t.top)}let O=(e.bottom-
e.top)/s.offsetHeight,v=(e.right-e.left)/s.offsetWidth;return{style:`${c}: ${f/O}px; max-width: ${u/v}px`,class:"cm-completionInfo-"+(l?o?"left-narrow":"right-n\
arrow":a?"left":"right")}}var ch=X.define();function $x(i){let e=i.addToOptions.slice();return i.icons&&e.push({render(t){let n=document.createElement("div");return n.
classList.add("cm-completionIcon"),t.type&&n.classList.add(...t.type.split(/\s+/g).map(r=>"cm-completionIcon-"+r)),n.setAttribute("aria-hidden","true"),n},position:20}),
e.push({render(t,n,r,s){let o=document.createElement("span");o.className="cm-completionLabel";let a=t.displayLabel||t.label,l=0;for(let c=0;c<s.length;){let f=s[c++],
u=s[c++];f>l&&o.appendChild(document.createTextNode(a.slice(l,f)));let h=o.appendChild(document.createElement("span"));h.appendChild(document.createTextNode(a.slice(
f,u))),h.className="cm-completionMatchedText",l=u}return l<a.length&&o.appendChild(document.createTextNode(a.slice(l))),o},position:50},{render(t){if(!t.detail)
return null;let n=document.createElement("span");return n.className="cm-completionDetail",n.textContent=t.detail,n},position:80}),e.sort((t,n)=>t.position-n.position).
map(t=>t.render)}function eh(i,e,t){if(i<=t)return{from:0,to:i};if(e<0&&(e=0),e<=i>>1){let r=Math.floor(e/t);return{from:r*t,to:(r+1)*t}}let n=Math.ceil((i-e)/t);
return{from:i-n*t,to:i-(n-1)*t}}var sh=class{constructor(e,t,n){this.view=e,this.stateField=t,this.applyCompletion=n,this.info=null,this.infoDestroy=null,this.placeInfoReq=
{read:()=>this.measureInfo(),write:l=>this.placeInfo(l),key:this},this.space=null,this.currentClass="";let r=e.state.field(t),{options:s,selected:o}=r.open,a=e.
state.facet(tt);this.optionContent=$x(a),this.optionClass=a.optionClass,this.tooltipClass=a.tooltipClass,this.range=eh(s.length,o,a.maxRenderedOptions),this.dom=
document.createElement("div"),this.dom.className="cm-tooltip-autocomplete",this.updateTooltipClass(e.state),this.dom.addEventListener("mousedown",l=>{let{options:c}=e.
state.field(t).open;for(let f=l.target,u;f&&f!=this.dom;f=f.parentNode)if(f.nodeName=="LI"&&(u=/-(\d+)$/.exec(f.id))&&+u[1]<c.length){this.applyCompletion(e,c[+u[1]]),
l.preventDefault();return}if(l.target==this.list){let f=this.list.classList.contains("cm-completionListIncompleteTop")&&l.clientY<this.list.firstChild.getBoundingClientRect().
top?this.range.from-1:this.list.classList.contains("cm-completionListIncompleteBottom")&&l.clientY>this.list.lastChild.getBoundingClientRect().bottom?this.range.
to:null;f!=null&&(e.dispatch({effects:ch.of(f)}),l.preventDefault())}}),this.dom.addEventListener("focusout",l=>{let c=e.state.field(this.stateField,!1);c&&c.tooltip&&
e.state.facet(tt).closeOnBlur&&l.relatedTarget!=e.contentDOM&&e.dispatch({effects:bo.of(null)})}),this.showOptions(s,r.id)}mount(){this.updateSel()}showOptions(e,t){
this.list&&this.list.remove(),this.list=this.dom.appendChild(this.createListBox(e,t,this.range)),this.list.addEventListener("scroll",()=>{this.info&&this.view.requestMeasure(
this.placeInfoReq)})}update(e){var t;let n=e.state.field(this.stateField),r=e.startState.field(this.stateField);if(this.updateTooltipClass(e.state),n!=r){let{options:s,
selected:o,disabled:a}=n.open;(!r.open||r.open.options!=s)&&(this.range=eh(s.length,o,e.state.facet(tt).maxRenderedOptions),this.showOptions(s,n.id)),this.updateSel(),
a!=((t=r.open)===null||t===void 0?void 0:t.disabled)&&this.dom.classList.toggle("cm-tooltip-autocomplete-disabled",!!a)}}updateTooltipClass(e){let t=this.tooltipClass(
e);if(t!=this.currentClass){for(let n of this.currentClass.split(" "))n&&this.dom.classList.remove(n);for(let n of t.split(" "))n&&this.dom.classList.add(n);this.
currentClass=t}}positioned(e){this.space=e,this.info&&this.view.requestMeasure(this.placeInfoReq)}updateSel(){let e=this.view.state.field(this.stateField),t=e.open;
(t.selected>-1&&t.selected<this.range.from||t.selected>=this.range.to)&&(this.range=eh(t.options.length,t.selected,this.view.state.facet(tt).maxRenderedOptions),
this.showOptions(t.options,e.id));let n=this.updateSelectedOption(t.selected);if(n){this.destroyInfo();let{completion:r}=t.options[t.selected],{info:s}=r;if(!s)
return;let o=typeof s=="string"?document.createTextNode(s):s(r);if(!o)return;"then"in o?o.then(a=>{a&&this.view.state.field(this.stateField,!1)==e&&this.addInfoPane(
a,r)}).catch(a=>Je(this.view.state,a,"completion info")):(this.addInfoPane(o,r),n.setAttribute("aria-describedby",this.info.id))}}addInfoPane(e,t){this.destroyInfo();
let n=this.info=document.createElement("div");if(n.className="cm-tooltip cm-completionInfo",n.id="cm-completionInfo-"+Math.floor(Math.random()*65535).toString(16),
e.nodeType!=null)n.appendChild(e),this.infoDestroy=null;else{let{dom:r,destroy:s}=e;n.appendChild(r),this.infoDestroy=s||null}this.dom.appendChild(n),this.view.
requestMeasure(this.placeInfoReq)}updateSelectedOption(e){let t=null;for(let n=this.list.firstChild,r=this.range.from;n;n=n.nextSibling,r++)n.nodeName!="LI"||!n.
id?r--:r==e?n.hasAttribute("aria-selected")||(n.setAttribute("aria-selected","true"),t=n):n.hasAttribute("aria-selected")&&(n.removeAttribute("aria-selected"),n.
removeAttribute("aria-describedby"));return t&&qx(this.list,t),t}measureInfo(){let e=this.dom.querySelector("[aria-selected]");if(!e||!this.info)return null;let t=this.
dom.getBoundingClientRect(),n=this.info.getBoundingClientRect(),r=e.getBoundingClientRect(),s=this.space;if(!s){let o=this.dom.ownerDocument.documentElement;s={
left:0,top:0,right:o.clientWidth,bottom:o.clientHeight}}return r.top>Math.min(s.bottom,t.bottom)-10||r.bottom<Math.max(s.top,t.top)+10?null:this.view.state.facet(
tt).positionInfo(this.view,t,r,n,s,this.dom)}placeInfo(e){this.info&&(e?(e.style&&(this.info.style.cssText=e.style),this.info.className="cm-tooltip cm-completio\
nInfo "+(e.class||"")):this.info.style.cssText="top: -1e6px")}createListBox(e,t,n){let r=document.createElement("ul");r.id=t,r.setAttribute("role","listbox"),r.
setAttribute("aria-expanded","true"),r.setAttribute("aria-label",this.view.state.phrase("Completions")),r.addEventListener("mousedown",o=>{o.target==r&&o.preventDefault()});
let s=null;for(let o=n.from;o<n.to;o++){let{completion:a,match:l}=e[o],{section:c}=a;if(c){let h=typeof c=="string"?c:c.name;if(h!=s&&(o>n.from||n.from==0))if(s=
h,typeof c!="string"&&c.header)r.appendChild(c.header(c));else{let d=r.appendChild(document.createElement("completion-section"));d.textContent=h}}let f=r.appendChild(
document.createElement("li"));f.id=t+"-"+o,f.setAttribute("role","option");let u=this.optionClass(a);u&&(f.className=u);for(let h of this.optionContent){let d=h(
a,this.view.state,this.view,l);d&&f.appendChild(d)}}return n.from&&r.classList.add("cm-completionListIncompleteTop"),n.to<e.length&&r.classList.add("cm-completi\
onListIncompleteBottom"),r}destroyInfo(){this.info&&(this.infoDestroy&&this.infoDestroy(),this.info.remove(),this.info=null)}destroy(){this.destroyInfo()}};function jx(i,e){
return t=>new sh(t,i,e)}function qx(i,e){let t=i.getBoundingClientRect(),n=e.getBoundingClientRect(),r=t.height/i.offsetHeight;n.top<t.top?i.scrollTop-=(t.top-n.
top)/r:n.bottom>t.bottom&&(i.scrollTop+=(n.bottom-t.bottom)/r)}function t0(i){return(i.boost||0)*100+(i.apply?10:0)+(i.info?5:0)+(i.type?1:0)}function Gx(i,e){let t=[],
n=null,r=null,s=f=>{t.push(f);let{section:u}=f.completion;if(u){n||(n=[]);let h=typeof u=="string"?u:u.name;n.some(d=>d.name==h)||n.push(typeof u=="string"?{name:h}:
u)}},o=e.facet(tt);for(let f of i)if(f.hasResult()){let u=f.result.getMatch;if(f.result.filter===!1)for(let h of f.result.options)s(new vl(h,f.source,u?u(h):[],
1e9-t.length));else{let h=e.sliceDoc(f.from,f.to),d,p=o.filterStrict?new rh(h):new nh(h);for(let m of f.result.options)if(d=p.match(m.label)){let O=m.displayLabel?
u?u(m,d.matched):[]:d.matched,v=d.score+(m.boost||0);if(s(new vl(m,f.source,O,v)),typeof m.section=="object"&&m.section.rank==="dynamic"){let{name:k}=m.section;
r||(r=Object.create(null)),r[k]=Math.max(v,r[k]||-1e9)}}}}if(n){let f=Object.create(null),u=0,h=(d,p)=>(d.rank==="dynamic"&&p.rank==="dynamic"?r[p.name]-r[d.name]:
0)||(typeof d.rank=="number"?d.rank:1e9)-(typeof p.rank=="number"?p.rank:1e9)||(d.name<p.name?-1:1);for(let d of n.sort(h))u-=1e5,f[d.name]=u;for(let d of t){let{
section:p}=d.completion;p&&(d.score+=f[typeof p=="string"?p:p.name])}}let a=[],l=null,c=o.compareCompletions;for(let f of t.sort((u,h)=>h.score-u.score||c(u.completion,
h.completion))){let u=f.completion;!l||l.label!=u.label||l.detail!=u.detail||l.type!=null&&u.type!=null&&l.type!=u.type||l.apply!=u.apply||l.boost!=u.boost?a.push(
f):t0(f.completion)>t0(l)&&(a[a.length-1]=f),l=f.completion}return a}var oh=class i{constructor(e,t,n,r,s,o){this.options=e,this.attrs=t,this.tooltip=n,this.timestamp=
r,this.selected=s,this.disabled=o}setSelected(e,t){return e==this.selected||e>=this.options.length?this:new i(this.options,i0(t,e),this.tooltip,this.timestamp,e,
this.disabled)}static build(e,t,n,r,s,o){if(r&&!o&&e.some(c=>c.isPending))return r.setDisabled();let a=Gx(e,t);if(!a.length)return r&&e.some(c=>c.isPending)?r.setDisabled():
null;let l=t.facet(tt).selectOnOpen?0:-1;if(r&&r.selected!=l&&r.selected!=-1){let c=r.options[r.selected].completion;for(let f=0;f<a.length;f++)if(a[f].completion==
c){l=f;break}}return new i(a,i0(n,l),{pos:e.reduce((c,f)=>f.hasResult()?Math.min(c,f.from):c,1e8),create:Jx,above:s.aboveCursor},r?r.timestamp:Date.now(),l,!1)}map(e){
return new i(this.options,this.attrs,{...this.tooltip,pos:e.mapPos(this.tooltip.pos)},this.timestamp,this.selected,this.disabled)}setDisabled(){return new i(this.
options,this.attrs,this.tooltip,this.timestamp,this.selected,!0)}},ah=class i{constructor(e,t,n){this.active=e,this.id=t,this.open=n}static start(){return new i(
Yx,"cm-ac-"+Math.floor(Math.random()*2e6).toString(36),null)}update(e){let{state:t}=e,n=t.facet(tt),s=(n.override||t.languageDataAt("autocomplete",Jn(t)).map(Bx)).
map(l=>(this.active.find(f=>f.source==l)||new Wi(l,this.active.some(f=>f.state!=0)?1:0)).update(e,n));s.length==this.active.length&&s.every((l,c)=>l==this.active[c])&&
(s=this.active);let o=this.open,a=e.effects.some(l=>l.is(fh));o&&e.docChanged&&(o=o.map(e.changes)),e.selection||s.some(l=>l.hasResult()&&e.changes.touchesRange(
l.from,l.to))||!Wx(s,this.active)||a?o=oh.build(s,t,this.id,o,n,a):o&&o.disabled&&!s.some(l=>l.isPending)&&(o=null),!o&&s.every(l=>!l.isPending)&&s.some(l=>l.hasResult())&&
(s=s.map(l=>l.hasResult()?new Wi(l.source,0):l));for(let l of e.effects)l.is(ch)&&(o=o&&o.setSelected(l.value,this.id));return s==this.active&&o==this.open?this:
new i(s,this.id,o)}get tooltip(){return this.open?this.open.tooltip:null}get attrs(){return this.open?this.open.attrs:this.active.length?Hx:Xx}};function Wx(i,e){
if(i==e)return!0;for(let t=0,n=0;;){for(;t<i.length&&!i[t].hasResult();)t++;for(;n<e.length&&!e[n].hasResult();)n++;let r=t==i.length,s=n==e.length;if(r||s)return r==
s;if(i[t++].result!=e[n++].result)return!1}}var Hx={"aria-autocomplete":"list"},Xx={};function i0(i,e){let t={"aria-autocomplete":"list","aria-haspopup":"listbo\
x","aria-controls":i};return e>-1&&(t["aria-activedescendant"]=i+"-"+e),t}var Yx=[];function a0(i,e){if(i.isUserEvent("input.complete")){let n=i.annotation(o0);
if(n&&e.activateOnCompletion(n))return 12}let t=i.isUserEvent("input.type");return t&&e.activateOnTyping?5:t?1:i.isUserEvent("delete.backward")?2:i.selection?8:
i.docChanged?16:0}var Wi=class i{constructor(e,t,n=!1){this.source=e,this.state=t,this.explicit=n}hasResult(){return!1}get isPending(){return this.state==1}update(e,t){
let n=a0(e,t),r=this;(n&8||n&16&&this.touches(e))&&(r=new i(r.source,0)),n&4&&r.state==0&&(r=new i(this.source,1)),r=r.updateFor(e,n);for(let s of e.effects)if(s.
is(Tl))r=new i(r.source,1,s.value);else if(s.is(bo))r=new i(r.source,0);else if(s.is(fh))for(let o of s.value)o.source==r.source&&(r=o);return r}updateFor(e,t){
return this.map(e.changes)}map(e){return this}touches(e){return e.changes.touchesRange(Jn(e.state))}},bl=class i extends Wi{constructor(e,t,n,r,s,o){super(e,3,t),
this.limit=n,this.result=r,this.from=s,this.to=o}hasResult(){return!0}updateFor(e,t){var n;if(!(t&3))return this.map(e.changes);let r=this.result;r.map&&!e.changes.
empty&&(r=r.map(r,e.changes));let s=e.changes.mapPos(this.from),o=e.changes.mapPos(this.to,1),a=Jn(e.state);if(a>o||!r||t&2&&(Jn(e.startState)==this.from||a<this.
limit))return new Wi(this.source,t&4?1:0);let l=e.changes.mapPos(this.limit);return zx(r.validFor,e.state,s,o)?new i(this.source,this.explicit,l,r,s,o):r.update&&
(r=r.update(r,s,o,new yl(e.state,a,!1)))?new i(this.source,this.explicit,l,r,r.from,(n=r.to)!==null&&n!==void 0?n:Jn(e.state)):new Wi(this.source,1,this.explicit)}map(e){
if(e.empty)return this;let t=this.result.map?this.result.map(this.result,e):this.result;return t?new i(this.source,this.explicit,e.mapPos(this.limit),t,e.mapPos(
this.from),e.mapPos(this.to,1)):new Wi(this.source,0)}touches(e){return e.changes.touchesRange(this.from,this.to)}};function zx(i,e,t,n){if(!i)return!1;let r=e.
sliceDoc(t,n);return typeof i=="function"?i(r,t,n,e):s0(i,!0).test(r)}var fh=X.define({map(i,e){return i.map(t=>t.map(e))}}),wt=_e.define({create(){return ah.start()},
update(i,e){return i.update(e)},provide:i=>[oo.from(i,e=>e.tooltip),U.contentAttributes.from(i,e=>e.attrs)]});function uh(i,e){let t=e.completion.apply||e.completion.
label,n=i.state.field(wt).active.find(r=>r.source==e.source);return n instanceof bl?(typeof t=="string"?i.dispatch({...Vx(i.state,t,n.from,n.to),annotations:o0.
of(e.completion)}):t(i,e.completion,n.from,n.to),!0):!1}var Jx=jx(wt,uh);function Ol(i,e="option"){return t=>{let n=t.state.field(wt,!1);if(!n||!n.open||n.open.
disabled||Date.now()-n.open.timestamp<t.state.facet(tt).interactionDelay)return!1;let r=1,s;e=="page"&&(s=Nu(t,n.open.tooltip))&&(r=Math.max(2,Math.floor(s.dom.
offsetHeight/s.dom.querySelector("li").offsetHeight)-1));let{length:o}=n.open.options,a=n.open.selected>-1?n.open.selected+r*(i?1:-1):i?0:o-1;return a<0?a=e=="p\
age"?0:o-1:a>=o&&(a=e=="page"?o-1:0),t.dispatch({effects:ch.of(a)}),!0}}var Zx=i=>{let e=i.state.field(wt,!1);return i.state.readOnly||!e||!e.open||e.open.selected<
0||e.open.disabled||Date.now()-e.open.timestamp<i.state.facet(tt).interactionDelay?!1:uh(i,e.open.options[e.open.selected])},th=i=>i.state.field(wt,!1)?(i.dispatch(
{effects:Tl.of(!0)}),!0):!1,Kx=i=>{let e=i.state.field(wt,!1);return!e||!e.active.some(t=>t.state!=0)?!1:(i.dispatch({effects:bo.of(null)}),!0)},lh=class{constructor(e,t){
this.active=e,this.context=t,this.time=Date.now(),this.updates=[],this.done=void 0}},ek=50,tk=1e3,ik=Ke.fromClass(class{constructor(i){this.view=i,this.debounceUpdate=
-1,this.running=[],this.debounceAccept=-1,this.pendingStart=!1,this.composing=0;for(let e of i.state.field(wt).active)e.isPending&&this.startQuery(e)}update(i){
let e=i.state.field(wt),t=i.state.facet(tt);if(!i.selectionSet&&!i.docChanged&&i.startState.field(wt)==e)return;let n=i.transactions.some(s=>{let o=a0(s,t);return o&
8||(s.selection||s.docChanged)&&!(o&3)});for(let s=0;s<this.running.length;s++){let o=this.running[s];if(n||o.context.abortOnDocChange&&i.docChanged||o.updates.
length+i.transactions.length>ek&&Date.now()-o.time>tk){for(let a of o.context.abortListeners)try{a()}catch(l){Je(this.view.state,l)}o.context.abortListeners=null,
this.running.splice(s--,1)}else o.updates.push(...i.transactions)}this.debounceUpdate>-1&&clearTimeout(this.debounceUpdate),i.transactions.some(s=>s.effects.some(
o=>o.is(Tl)))&&(this.pendingStart=!0);let r=this.pendingStart?50:t.activateOnTypingDelay;if(this.debounceUpdate=e.active.some(s=>s.isPending&&!this.running.some(
o=>o.active.source==s.source))?setTimeout(()=>this.startUpdate(),r):-1,this.composing!=0)for(let s of i.transactions)s.isUserEvent("input.type")?this.composing=
2:this.composing==2&&s.selection&&(this.composing=3)}startUpdate(){this.debounceUpdate=-1,this.pendingStart=!1;let{state:i}=this.view,e=i.field(wt);for(let t of e.
active)t.isPending&&!this.running.some(n=>n.active.source==t.source)&&this.startQuery(t);this.running.length&&e.open&&e.open.disabled&&(this.debounceAccept=setTimeout(
()=>this.accept(),this.view.state.facet(tt).updateSyncTime))}startQuery(i){let{state:e}=this.view,t=Jn(e),n=new yl(e,t,i.explicit,this.view),r=new lh(i,n);this.
running.push(r),Promise.resolve(i.source(n)).then(s=>{r.context.aborted||(r.done=s||null,this.scheduleAccept())},s=>{this.view.dispatch({effects:bo.of(null)}),Je(
this.view.state,s)})}scheduleAccept(){this.running.every(i=>i.done!==void 0)?this.accept():this.debounceAccept<0&&(this.debounceAccept=setTimeout(()=>this.accept(),
this.view.state.facet(tt).updateSyncTime))}accept(){var i;this.debounceAccept>-1&&clearTimeout(this.debounceAccept),this.debounceAccept=-1;let e=[],t=this.view.
state.facet(tt),n=this.view.state.field(wt);for(let r=0;r<this.running.length;r++){let s=this.running[r];if(s.done===void 0)continue;if(this.running.splice(r--,
1),s.done){let a=Jn(s.updates.length?s.updates[0].startState:this.view.state),l=Math.min(a,s.done.from+(s.active.explicit?0:1)),c=new bl(s.active.source,s.active.
explicit,l,s.done,s.done.from,(i=s.done.to)!==null&&i!==void 0?i:a);for(let f of s.updates)c=c.update(f,t);if(c.hasResult()){e.push(c);continue}}let o=n.active.
find(a=>a.source==s.active.source);if(o&&o.isPending)if(s.done==null){let a=new Wi(s.active.source,0);for(let l of s.updates)a=a.update(l,t);a.isPending||e.push(
a)}else this.startQuery(o)}(e.length||n.open&&n.open.disabled)&&this.view.dispatch({effects:fh.of(e)})}},{eventHandlers:{blur(i){let e=this.view.state.field(wt,
!1);if(e&&e.tooltip&&this.view.state.facet(tt).closeOnBlur){let t=e.open&&Nu(this.view,e.open.tooltip);(!t||!t.dom.contains(i.relatedTarget))&&setTimeout(()=>this.
view.dispatch({effects:bo.of(null)}),10)}},compositionstart(){this.composing=1},compositionend(){this.composing==3&&setTimeout(()=>this.view.dispatch({effects:Tl.
of(!1)}),20),this.composing=0}}}),nk=typeof navigator=="object"&&/Win/.test(navigator.platform),rk=Ui.highest(U.domEventHandlers({keydown(i,e){let t=e.state.field(
wt,!1);if(!t||!t.open||t.open.disabled||t.open.selected<0||!i.key||i.key.length>1||i.ctrlKey&&!(nk&&i.altKey)||i.metaKey)return!1;let n=t.open.options[t.open.selected],
r=t.active.find(o=>o.source==n.source),s=n.completion.commitCharacters||r.result.commitCharacters;return s&&s.indexOf(i.key)>-1&&uh(e,n),!1}})),sk=U.baseTheme({
".cm-tooltip.cm-tooltip-autocomplete":{"& > ul":{fontFamily:"monospace",whiteSpace:"nowrap",overflow:"hidden auto",maxWidth_fallback:"700px",maxWidth:"min(700px\
, 95vw)",minWidth:"250px",maxHeight:"10em",height:"100%",listStyle:"none",margin:0,padding:0,"& > li, & > completion-section":{padding:"1px 3px",lineHeight:1.2},
"& > li":{overflowX:"hidden",textOverflow:"ellipsis",cursor:"pointer"},"& > completion-section":{display:"list-item",borderBottom:"1px solid silver",paddingLeft:"\
0.5em",opacity:.7}}},"&light .cm-tooltip-autocomplete ul li[aria-selected]":{background:"#17c",color:"white"},"&light .cm-tooltip-autocomplete-disabled ul li[ar\
ia-selected]":{background:"#777"},"&dark .cm-tooltip-autocomplete ul li[aria-selected]":{background:"#347",color:"white"},"&dark .cm-tooltip-autocomplete-disabl\
ed ul li[aria-selected]":{background:"#444"},".cm-completionListIncompleteTop:before, .cm-completionListIncompleteBottom:after":{content:'"···"',opacity:.5,display:"\
block",textAlign:"center",cursor:"pointer"},".cm-tooltip.cm-completionInfo":{position:"absolute",padding:"3px 9px",width:"max-content",maxWidth:"400px",boxSizing:"\
border-box",whiteSpace:"pre-line"},".cm-completionInfo.cm-completionInfo-left":{right:"100%"},".cm-completionInfo.cm-completionInfo-right":{left:"100%"},".cm-co\
mpletionInfo.cm-completionInfo-left-narrow":{right:"30px"},".cm-completionInfo.cm-completionInfo-right-narrow":{left:"30px"},"&light .cm-snippetField":{backgroundColor:"\
#00000022"},"&dark .cm-snippetField":{backgroundColor:"#ffffff22"},".cm-snippetFieldPosition":{verticalAlign:"text-top",width:0,height:"1.15em",display:"inline-\
block",margin:"0 -0.7px -.7em",borderLeft:"1.4px dotted #888"},".cm-completionMatchedText":{textDecoration:"underline"},".cm-completionDetail":{marginLeft:"0.5e\
m",fontStyle:"italic"},".cm-completionIcon":{fontSize:"90%",width:".8em",display:"inline-block",textAlign:"center",paddingRight:".6em",opacity:"0.6",boxSizing:"\
content-box"},".cm-completionIcon-function, .cm-completionIcon-method":{"&:after":{content:"'ƒ'"}},".cm-completionIcon-class":{"&:after":{content:"'○'"}},".c\
m-completionIcon-interface":{"&:after":{content:"'◌'"}},".cm-completionIcon-variable":{"&:after":{content:"'𝑥'"}},".cm-completionIcon-constant":{"&:after":{
content:"'𝐶'"}},".cm-completionIcon-type":{"&:after":{content:"'𝑡'"}},".cm-completionIcon-enum":{"&:after":{content:"'∪'"}},".cm-completionIcon-property":{
"&:after":{content:"'□'"}},".cm-completionIcon-keyword":{"&:after":{content:"'🔑︎'"}},".cm-completionIcon-namespace":{"&:after":{content:"'▢'"}},".cm-co\
mpletionIcon-text":{"&:after":{content:"'abc'",fontSize:"50%",verticalAlign:"middle"}}});var So={brackets:["(","[","{","'",'"'],before:")]}:;>",stringPrefixes:[]},zn=X.define({map(i,e){let t=e.mapPos(i,-1,it.TrackAfter);return t??void 0}}),hh=new class extends Wt{};
hh.startSide=1;hh.endSide=-1;var l0=_e.define({create(){return le.empty},update(i,e){if(i=i.map(e.changes),e.selection){let t=e.state.doc.lineAt(e.selection.main.
head);i=i.update({filter:n=>n>=t.from&&n<=t.to})}for(let t of e.effects)t.is(zn)&&(i=i.update({add:[hh.range(t.value,t.value+1)]}));return i}});function c0(){return[
ak,l0]}var ih="()[]{}<>«»»«［］｛｝";function f0(i){for(let e=0;e<ih.length;e+=2)if(ih.charCodeAt(e)==i)return ih.charAt(e+1);return ff(i<128?i:i+1)}function u0(i,e){
return i.languageDataAt("closeBrackets",e)[0]||So}var ok=typeof navigator=="object"&&/Android\b/.test(navigator.userAgent),ak=U.inputHandler.of((i,e,t,n)=>{if((ok?
i.composing:i.compositionStarted)||i.state.readOnly)return!1;let r=i.state.selection.main;if(n.length>2||n.length==2&&ui(kt(n,0))==1||e!=r.from||t!=r.to)return!1;
let s=ck(i.state,n);return s?(i.dispatch(s),!0):!1}),lk=({state:i,dispatch:e})=>{if(i.readOnly)return!1;let n=u0(i,i.selection.main.head).brackets||So.brackets,
r=null,s=i.changeByRange(o=>{if(o.empty){let a=fk(i.doc,o.head);for(let l of n)if(l==a&&Sl(i.doc,o.head)==f0(kt(l,0)))return{changes:{from:o.head-l.length,to:o.
head+l.length},range:D.cursor(o.head-l.length)}}return{range:r=o}});return r||e(i.update(s,{scrollIntoView:!0,userEvent:"delete.backward"})),!r},h0=[{key:"Backs\
pace",run:lk}];function ck(i,e){let t=u0(i,i.selection.main.head),n=t.brackets||So.brackets;for(let r of n){let s=f0(kt(r,0));if(e==r)return s==r?dk(i,r,n.indexOf(
r+r+r)>-1,t):uk(i,r,s,t.before||So.before);if(e==s&&d0(i,i.selection.main.from))return hk(i,r,s)}return null}function d0(i,e){let t=!1;return i.field(l0).between(
0,i.doc.length,n=>{n==e&&(t=!0)}),t}function Sl(i,e){let t=i.sliceString(e,e+2);return t.slice(0,ui(kt(t,0)))}function fk(i,e){let t=i.sliceString(e-2,e);return ui(
kt(t,0))==t.length?t:t.slice(1)}function uk(i,e,t,n){let r=null,s=i.changeByRange(o=>{if(!o.empty)return{changes:[{insert:e,from:o.from},{insert:t,from:o.to}],effects:zn.
of(o.to+e.length),range:D.range(o.anchor+e.length,o.head+e.length)};let a=Sl(i.doc,o.head);return!a||/\s/.test(a)||n.indexOf(a)>-1?{changes:{insert:e+t,from:o.head},
effects:zn.of(o.head+e.length),range:D.cursor(o.head+e.length)}:{range:r=o}});return r?null:i.update(s,{scrollIntoView:!0,userEvent:"input.type"})}function hk(i,e,t){
let n=null,r=i.changeByRange(s=>s.empty&&Sl(i.doc,s.head)==t?{changes:{from:s.head,to:s.head+t.length,insert:t},range:D.cursor(s.head+t.length)}:n={range:s});return n?
null:i.update(r,{scrollIntoView:!0,userEvent:"input.type"})}function dk(i,e,t,n){let r=n.stringPrefixes||So.stringPrefixes,s=null,o=i.changeByRange(a=>{if(!a.empty)
return{changes:[{insert:e,from:a.from},{insert:e,from:a.to}],effects:zn.of(a.to+e.length),range:D.range(a.anchor+e.length,a.head+e.length)};let l=a.head,c=Sl(i.
doc,l),f;if(c==e){if(n0(i,l))return{changes:{insert:e+e,from:l},effects:zn.of(l+e.length),range:D.cursor(l+e.length)};if(d0(i,l)){let h=t&&i.sliceDoc(l,l+e.length*
3)==e+e+e?e+e+e:e;return{changes:{from:l,to:l+h.length,insert:h},range:D.cursor(l+h.length)}}}else{if(t&&i.sliceDoc(l-2*e.length,l)==e+e&&(f=r0(i,l-2*e.length,r))>
-1&&n0(i,f))return{changes:{insert:e+e+e+e,from:l},effects:zn.of(l+e.length),range:D.cursor(l+e.length)};if(i.charCategorizer(l)(c)!=pt.Word&&r0(i,l,r)>-1&&!pk(
i,l,e,r))return{changes:{insert:e+e,from:l},effects:zn.of(l+e.length),range:D.cursor(l+e.length)}}return{range:s=a}});return s?null:i.update(o,{scrollIntoView:!0,
userEvent:"input.type"})}function n0(i,e){let t=et(i).resolveInner(e+1);return t.parent&&t.from==e}function pk(i,e,t,n){let r=et(i).resolveInner(e,-1),s=n.reduce(
(o,a)=>Math.max(o,a.length),0);for(let o=0;o<5;o++){let a=i.sliceDoc(r.from,Math.min(r.to,r.from+t.length+s)),l=a.indexOf(t);if(!l||l>-1&&n.indexOf(a.slice(0,l))>
-1){let f=r.firstChild;for(;f&&f.from==r.from&&f.to-f.from>t.length+l;){if(i.sliceDoc(f.to-t.length,f.to)==t)return!1;f=f.firstChild}return!0}let c=r.to==e&&r.parent;
if(!c)break;r=c}return!1}function r0(i,e,t){let n=i.charCategorizer(e);if(n(i.sliceDoc(e-1,e))!=pt.Word)return e;for(let r of t){let s=e-r.length;if(i.sliceDoc(
s,e)==r&&n(i.sliceDoc(s-1,s))!=pt.Word)return s}return-1}function p0(i={}){return[rk,wt,tt.of(i),ik,mk,sk]}var dh=[{key:"Ctrl-Space",run:th},{mac:"Alt-`",run:th},
{mac:"Alt-i",run:th},{key:"Escape",run:Kx},{key:"ArrowDown",run:Ol(!0)},{key:"ArrowUp",run:Ol(!1)},{key:"PageDown",run:Ol(!0,"page")},{key:"PageUp",run:Ol(!1,"p\
age")},{key:"Enter",run:Zx}],mk=Ui.highest($n.computeN([tt],i=>i.facet(tt).defaultKeymap?[dh]:[]));var gk=i=>{let{state:e}=i,t=e.doc.lineAt(e.selection.main.from),n=Th(i.state,t.from);return n.line?Ok(i):n.block?vk(i):!1};function vh(i,e){return({state:t,dispatch:n})=>{
if(t.readOnly)return!1;let r=i(e,t);return r?(n(t.update(r)),!0):!1}}var Ok=vh(Sk,0);var yk=vh(x0,0);var vk=vh((i,e)=>x0(i,e,bk(e)),0);function Th(i,e){let t=i.languageDataAt("commentTokens",e,1);return t.length?t[0]:{}}var xo=50;function Tk(i,{open:e,close:t},n,r){
let s=i.sliceDoc(n-xo,n),o=i.sliceDoc(r,r+xo),a=/\s*$/.exec(s)[0].length,l=/^\s*/.exec(o)[0].length,c=s.length-a;if(s.slice(c-e.length,c)==e&&o.slice(l,l+t.length)==
t)return{open:{pos:n-a,margin:a&&1},close:{pos:r+l,margin:l&&1}};let f,u;r-n<=2*xo?f=u=i.sliceDoc(n,r):(f=i.sliceDoc(n,n+xo),u=i.sliceDoc(r-xo,r));let h=/^\s*/.
exec(f)[0].length,d=/\s*$/.exec(u)[0].length,p=u.length-d-t.length;return f.slice(h,h+e.length)==e&&u.slice(p,p+t.length)==t?{open:{pos:n+h+e.length,margin:/\s/.
test(f.charAt(h+e.length))?1:0},close:{pos:r-d-t.length,margin:/\s/.test(u.charAt(p-1))?1:0}}:null}function bk(i){let e=[];for(let t of i.selection.ranges){let n=i.
doc.lineAt(t.from),r=t.to<=n.to?n:i.doc.lineAt(t.to);r.from>n.from&&r.from==t.to&&(r=t.to==n.to+1?n:i.doc.lineAt(t.to-1));let s=e.length-1;s>=0&&e[s].to>n.from?
e[s].to=r.to:e.push({from:n.from+/^\s*/.exec(n.text)[0].length,to:r.to})}return e}function x0(i,e,t=e.selection.ranges){let n=t.map(s=>Th(e,s.from).block);if(!n.
every(s=>s))return null;let r=t.map((s,o)=>Tk(e,n[o],s.from,s.to));if(i!=2&&!r.every(s=>s))return{changes:e.changes(t.map((s,o)=>r[o]?[]:[{from:s.from,insert:n[o].
open+" "},{from:s.to,insert:" "+n[o].close}]))};if(i!=1&&r.some(s=>s)){let s=[];for(let o=0,a;o<r.length;o++)if(a=r[o]){let l=n[o],{open:c,close:f}=a;s.push({from:c.
pos-l.open.length,to:c.pos+c.margin},{from:f.pos-f.margin,to:f.pos+l.close.length})}return{changes:s}}return null}function Sk(i,e,t=e.selection.ranges){let n=[],
r=-1;e:for(let{from:s,to:o}of t){let a=n.length,l=1e9,c;for(let f=s;f<=o;){let u=e.doc.lineAt(f);if(c==null&&(c=Th(e,u.from).line,!c))continue e;if(u.from>r&&(s==
o||o>u.from)){r=u.from;let h=/^\s*/.exec(u.text)[0].length,d=h==u.length,p=u.text.slice(h,h+c.length)==c?h:-1;h<u.text.length&&h<l&&(l=h),n.push({line:u,comment:p,
token:c,indent:h,empty:d,single:!1})}f=u.to+1}if(l<1e9)for(let f=a;f<n.length;f++)n[f].indent<n[f].line.text.length&&(n[f].indent=l);n.length==a+1&&(n[a].single=
!0)}if(i!=2&&n.some(s=>s.comment<0&&(!s.empty||s.single))){let s=[];for(let{line:a,token:l,indent:c,empty:f,single:u}of n)(u||!f)&&s.push({from:a.from+c,insert:l+
" "});let o=e.changes(s);return{changes:o,selection:e.selection.map(o,1)}}else if(i!=1&&n.some(s=>s.comment>=0)){let s=[];for(let{line:o,comment:a,token:l}of n)
if(a>=0){let c=o.from+a,f=c+l.length;o.text[f-o.from]==" "&&f++,s.push({from:c,to:f})}return{changes:s}}return null}var mh=xt.define(),xk=xt.define(),kk=V.define(),
k0=V.define({combine(i){return Ht(i,{minDepth:100,newGroupDelay:500,joinToEvent:(e,t)=>t},{minDepth:Math.max,newGroupDelay:Math.min,joinToEvent:(e,t)=>(n,r)=>e(
n,r)||t(n,r)})}}),E0=_e.define({create(){return Zn.empty},update(i,e){let t=e.state.facet(k0),n=e.annotation(mh);if(n){let l=Oi.fromTransaction(e,n.selection),c=n.
side,f=c==0?i.undone:i.done;return l?f=kl(f,f.length,t.minDepth,l):f=I0(f,e.startState.selection),new Zn(c==0?n.rest:f,c==0?f:n.rest)}let r=e.annotation(xk);if((r==
"full"||r=="before")&&(i=i.isolate()),e.annotation(We.addToHistory)===!1)return e.changes.empty?i:i.addMapping(e.changes.desc);let s=Oi.fromTransaction(e),o=e.annotation(
We.time),a=e.annotation(We.userEvent);return s?i=i.addChanges(s,o,a,t,e):e.selection&&(i=i.addSelection(e.startState.selection,o,a,t.newGroupDelay)),(r=="full"||
r=="after")&&(i=i.isolate()),i},toJSON(i){return{done:i.done.map(e=>e.toJSON()),undone:i.undone.map(e=>e.toJSON())}},fromJSON(i){return new Zn(i.done.map(Oi.fromJSON),
i.undone.map(Oi.fromJSON))}});function w0(i={}){return[E0,k0.of(i),U.domEventHandlers({beforeinput(e,t){let n=e.inputType=="historyUndo"?N0:e.inputType=="histor\
yRedo"?gh:null;return n?(e.preventDefault(),n(t)):!1}})]}function El(i,e){return function({state:t,dispatch:n}){if(!e&&t.readOnly)return!1;let r=t.field(E0,!1);if(!r)return!1;let s=r.pop(i,t,e);return s?(n(s),!0):!1}}
var N0=El(0,!1),gh=El(1,!1),Ek=El(0,!0),wk=El(1,!0);var Oi=class i{constructor(e,t,n,r,s){this.changes=e,this.effects=t,this.mapped=n,this.startSelection=r,this.selectionsAfter=s}setSelAfter(e){return new i(this.
changes,this.effects,this.mapped,this.startSelection,e)}toJSON(){var e,t,n;return{changes:(e=this.changes)===null||e===void 0?void 0:e.toJSON(),mapped:(t=this.mapped)===
null||t===void 0?void 0:t.toJSON(),startSelection:(n=this.startSelection)===null||n===void 0?void 0:n.toJSON(),selectionsAfter:this.selectionsAfter.map(r=>r.toJSON())}}static fromJSON(e){
return new i(e.changes&&mt.fromJSON(e.changes),[],e.mapped&&Bi.fromJSON(e.mapped),e.startSelection&&D.fromJSON(e.startSelection),e.selectionsAfter.map(D.fromJSON))}static fromTransaction(e,t){
let n=ei;for(let r of e.startState.facet(kk)){let s=r(e);s.length&&(n=n.concat(s))}return!n.length&&e.changes.empty?null:new i(e.changes.invert(e.startState.doc),
n,void 0,t||e.startState.selection,ei)}static selection(e){return new i(void 0,ei,void 0,void 0,e)}};function kl(i,e,t,n){let r=e+1>t+20?e-t-1:0,s=i.slice(r,e);
return s.push(n),s}function Nk(i,e){let t=[],n=!1;return i.iterChangedRanges((r,s)=>t.push(r,s)),e.iterChangedRanges((r,s,o,a)=>{for(let l=0;l<t.length;){let c=t[l++],
f=t[l++];a>=c&&o<=f&&(n=!0)}}),n}function Ak(i,e){return i.ranges.length==e.ranges.length&&i.ranges.filter((t,n)=>t.empty!=e.ranges[n].empty).length===0}function A0(i,e){
return i.length?e.length?i.concat(e):i:e}var ei=[],Ik=200;function I0(i,e){if(i.length){let t=i[i.length-1],n=t.selectionsAfter.slice(Math.max(0,t.selectionsAfter.
length-Ik));return n.length&&n[n.length-1].eq(e)?i:(n.push(e),kl(i,i.length-1,1e9,t.setSelAfter(n)))}else return[Oi.selection([e])]}function Dk(i){let e=i[i.length-
1],t=i.slice();return t[i.length-1]=e.setSelAfter(e.selectionsAfter.slice(0,e.selectionsAfter.length-1)),t}function ph(i,e){if(!i.length)return i;let t=i.length,
n=ei;for(;t;){let r=Rk(i[t-1],e,n);if(r.changes&&!r.changes.empty||r.effects.length){let s=i.slice(0,t);return s[t-1]=r,s}else e=r.mapped,t--,n=r.selectionsAfter}
return n.length?[Oi.selection(n)]:ei}function Rk(i,e,t){let n=A0(i.selectionsAfter.length?i.selectionsAfter.map(a=>a.map(e)):ei,t);if(!i.changes)return Oi.selection(
n);let r=i.changes.map(e),s=e.mapDesc(i.changes,!0),o=i.mapped?i.mapped.composeDesc(s):s;return new Oi(r,X.mapEffects(i.effects,e),o,i.startSelection.map(s),n)}
var Ck=/^(input\.type|delete)($|\.)/,Zn=class i{constructor(e,t,n=0,r=void 0){this.done=e,this.undone=t,this.prevTime=n,this.prevUserEvent=r}isolate(){return this.
prevTime?new i(this.done,this.undone):this}addChanges(e,t,n,r,s){let o=this.done,a=o[o.length-1];return a&&a.changes&&!a.changes.empty&&e.changes&&(!n||Ck.test(
n))&&(!a.selectionsAfter.length&&t-this.prevTime<r.newGroupDelay&&r.joinToEvent(s,Nk(a.changes,e.changes))||n=="input.type.compose")?o=kl(o,o.length-1,r.minDepth,
new Oi(e.changes.compose(a.changes),A0(X.mapEffects(e.effects,a.changes),a.effects),a.mapped,a.startSelection,ei)):o=kl(o,o.length,r.minDepth,e),new i(o,ei,t,n)}addSelection(e,t,n,r){
let s=this.done.length?this.done[this.done.length-1].selectionsAfter:ei;return s.length>0&&t-this.prevTime<r&&n==this.prevUserEvent&&n&&/^select($|\.)/.test(n)&&
Ak(s[s.length-1],e)?this:new i(I0(this.done,e),this.undone,t,n)}addMapping(e){return new i(ph(this.done,e),ph(this.undone,e),this.prevTime,this.prevUserEvent)}pop(e,t,n){
let r=e==0?this.done:this.undone;if(r.length==0)return null;let s=r[r.length-1],o=s.selectionsAfter[0]||(s.startSelection?s.startSelection.map(s.changes.invertedDesc,
1):t.selection);if(n&&s.selectionsAfter.length)return t.update({selection:s.selectionsAfter[s.selectionsAfter.length-1],annotations:mh.of({side:e,rest:Dk(r),selection:o}),
userEvent:e==0?"select.undo":"select.redo",scrollIntoView:!0});if(s.changes){let a=r.length==1?ei:r.slice(0,r.length-1);return s.mapped&&(a=ph(a,s.mapped)),t.update(
{changes:s.changes,selection:s.startSelection,effects:s.effects,annotations:mh.of({side:e,rest:a,selection:o}),filter:!1,userEvent:e==0?"undo":"redo",scrollIntoView:!0})}else
return null}};Zn.empty=new Zn(ei,ei);var D0=[{key:"Mod-z",run:N0,preventDefault:!0},{key:"Mod-y",mac:"Mod-Shift-z",run:gh,preventDefault:!0},{linux:"Ctrl-Shift-\
z",run:gh,preventDefault:!0},{key:"Mod-u",run:Ek,preventDefault:!0},{key:"Alt-u",mac:"Mod-Shift-u",run:wk,preventDefault:!0}];function ps(i,e){return D.create(i.
ranges.map(e),i.mainIndex)}function yi(i,e){return i.update({selection:e,scrollIntoView:!0,userEvent:"select"})}function vi({state:i,dispatch:e},t){let n=ps(i.selection,
t);return n.eq(i.selection,!0)?!1:(e(yi(i,n)),!0)}function wl(i,e){return D.cursor(e?i.to:i.from)}function R0(i,e){return vi(i,t=>t.empty?i.moveByChar(t,e):wl(t,
e))}function lt(i){return i.textDirectionAt(i.state.selection.main.head)==de.LTR}var C0=i=>R0(i,!lt(i)),P0=i=>R0(i,lt(i));function M0(i,e){return vi(i,t=>t.empty?i.moveByGroup(t,e):wl(t,e))}var Pk=i=>M0(i,!lt(i)),Mk=i=>M0(i,lt(i));var FL=typeof Intl<"u"&&Intl.Segmenter?new Intl.Segmenter(void 0,{granularity:"word"}):null;function Lk(i,e,t){if(e.type.prop(t))return!0;let n=e.to-e.from;return n&&(n>2||/[^\s,.;:]/.test(i.sliceDoc(e.from,e.to)))||e.firstChild}function Nl(i,e,t){let n=et(
i).resolveInner(e.head),r=t?H.closedBy:H.openedBy;for(let l=e.head;;){let c=t?n.childAfter(l):n.childBefore(l);if(!c)break;Lk(i,c,r)?n=c:l=t?c.to:c.from}let s=n.
type.prop(r),o,a;return s&&(o=t?gi(i,n.from,1):gi(i,n.to,-1))&&o.matched?a=t?o.end.to:o.end.from:a=t?n.to:n.from,D.cursor(a,t?-1:1)}var _k=i=>vi(i,e=>Nl(i.state,
e,!lt(i))),Fk=i=>vi(i,e=>Nl(i.state,e,lt(i)));function L0(i,e){return vi(i,t=>{if(!t.empty)return wl(t,e);let n=i.moveVertically(t,e);return n.head!=t.head?n:i.
moveToLineBoundary(t,e)})}var _0=i=>L0(i,!1),F0=i=>L0(i,!0);function Q0(i){let e=i.scrollDOM.clientHeight<i.scrollDOM.scrollHeight-2,t=0,n=0,r;if(e){for(let s of i.
state.facet(U.scrollMargins)){let o=s(i);o?.top&&(t=Math.max(o?.top,t)),o?.bottom&&(n=Math.max(o?.bottom,n))}r=i.scrollDOM.clientHeight-t-n}else r=(i.dom.ownerDocument.
defaultView||window).innerHeight;return{marginTop:t,marginBottom:n,selfScroll:e,height:Math.max(i.defaultLineHeight,r-5)}}function V0(i,e){let t=Q0(i),{state:n}=i,
r=ps(n.selection,o=>o.empty?i.moveVertically(o,e,t.height):wl(o,e));if(r.eq(n.selection))return!1;let s;if(t.selfScroll){let o=i.coordsAtPos(n.selection.main.head),
a=i.scrollDOM.getBoundingClientRect(),l=a.top+t.marginTop,c=a.bottom-t.marginBottom;o&&o.top>l&&o.bottom<c&&(s=U.scrollIntoView(r.main.head,{y:"start",yMargin:o.
top-l}))}return i.dispatch(yi(n,r),{effects:s}),!0}var m0=i=>V0(i,!1),Oh=i=>V0(i,!0);function an(i,e,t){let n=i.lineBlockAt(e.head),r=i.moveToLineBoundary(e,t);
if(r.head==e.head&&r.head!=(t?n.to:n.from)&&(r=i.moveToLineBoundary(e,t,!1)),!t&&r.head==n.from&&n.length){let s=/^\s*/.exec(i.state.sliceDoc(n.from,Math.min(n.
from+100,n.to)))[0].length;s&&e.head!=n.from+s&&(r=D.cursor(n.from+s))}return r}var Qk=i=>vi(i,e=>an(i,e,!0)),Vk=i=>vi(i,e=>an(i,e,!1)),Bk=i=>vi(i,e=>an(i,e,!lt(
i))),Uk=i=>vi(i,e=>an(i,e,lt(i))),$k=i=>vi(i,e=>i.moveToLineBoundary(e,!1,!1)),jk=i=>vi(i,e=>i.moveToLineBoundary(e,!0,!1));function qk(i,e,t){let n=!1,r=ps(i.selection,
s=>{let o=gi(i,s.head,-1)||gi(i,s.head,1)||s.head>0&&gi(i,s.head-1,1)||s.head<i.doc.length&&gi(i,s.head+1,-1);if(!o||!o.end)return s;n=!0;let a=o.start.from==s.
head?o.end.to:o.end.from;return t?D.range(s.anchor,a):D.cursor(a)});return n?(e(yi(i,r)),!0):!1}var Gk=({state:i,dispatch:e})=>qk(i,e,!1);function ti(i,e,t){let n=ps(i.state.selection,r=>{r.undirectional&&r.head>=r.anchor!=e&&(r=D.range(r.head,r.anchor));let s=t(r);return D.range(r.anchor,s.head,s.
goalColumn,s.bidiLevel||void 0,s.assoc)});return n.eq(i.state.selection)?!1:(i.dispatch(yi(i.state,n)),!0)}function B0(i,e){return ti(i,e,t=>i.moveByChar(t,e))}
var U0=i=>B0(i,!lt(i)),$0=i=>B0(i,lt(i));function j0(i,e){return ti(i,e,t=>i.moveByGroup(t,e))}var Wk=i=>j0(i,!lt(i)),Hk=i=>j0(i,lt(i));var Xk=i=>{let e=!lt(i);return ti(i,e,t=>Nl(i.state,t,e))},Yk=i=>{let e=lt(i);return ti(i,e,t=>Nl(i.state,t,e))};function q0(i,e){return ti(i,e,t=>i.moveVertically(
t,e))}var G0=i=>q0(i,!1),W0=i=>q0(i,!0);function H0(i,e){return ti(i,e,t=>i.moveVertically(t,e,Q0(i).height))}var g0=i=>H0(i,!1),O0=i=>H0(i,!0),zk=i=>ti(i,!0,e=>an(
i,e,!0)),Jk=i=>ti(i,!1,e=>an(i,e,!1)),Zk=i=>{let e=!lt(i);return ti(i,e,t=>an(i,t,e))},Kk=i=>{let e=lt(i);return ti(i,e,t=>an(i,t,e))},eE=i=>ti(i,!1,e=>D.cursor(
i.lineBlockAt(e.head).from)),tE=i=>ti(i,!0,e=>D.cursor(i.lineBlockAt(e.head).to)),y0=({state:i,dispatch:e})=>(e(yi(i,{anchor:0})),!0),v0=({state:i,dispatch:e})=>(e(
yi(i,{anchor:i.doc.length})),!0),T0=({state:i,dispatch:e})=>(e(yi(i,{anchor:i.selection.main.anchor,head:0})),!0),b0=({state:i,dispatch:e})=>(e(yi(i,{anchor:i.selection.
main.anchor,head:i.doc.length})),!0),iE=({state:i,dispatch:e})=>(e(i.update({selection:{anchor:0,head:i.doc.length},userEvent:"select"})),!0),nE=({state:i,dispatch:e})=>{
let t=Al(i).map(({from:n,to:r})=>D.undirectionalRange(n,Math.min(r+1,i.doc.length)));return e(i.update({selection:D.create(t),userEvent:"select"})),!0},rE=({state:i,
dispatch:e})=>{let t=ps(i.selection,n=>{let r=et(i),s=r.resolveStack(n.from,1);if(n.empty){let o=r.resolveStack(n.from,-1);o.node.from>=s.node.from&&o.node.to<=
s.node.to&&(s=o)}for(let o=s;o;o=o.next){let{node:a}=o;if((a.from<n.from&&a.to>=n.to||a.to>n.to&&a.from<=n.from)&&o.next)return D.undirectionalRange(a.from,a.to)}
return n});return t.eq(i.selection)?!1:(e(yi(i,t)),!0)};function X0(i,e){let{state:t}=i,n=t.selection,r=t.selection.ranges.slice();for(let s of t.selection.ranges){
let o=t.doc.lineAt(s.head);if(e?o.to<i.state.doc.length:o.from>0)for(let a=s;;){let l=i.moveVertically(a,e);if(l.head<o.from||l.head>o.to){r.some(c=>c.head==l.head)||
r.push(l);break}else{if(l.head==a.head)break;a=l}}}return r.length==n.ranges.length?!1:(i.dispatch(yi(t,D.create(r,r.length-1))),!0)}var sE=i=>X0(i,!1),oE=i=>X0(
i,!0),aE=({state:i,dispatch:e})=>{let t=i.selection,n=null;return t.ranges.length>1?n=D.create([t.main]):t.main.empty||(n=D.create([D.cursor(t.main.head)])),n?(e(
yi(i,n)),!0):!1};function ko(i,e){if(i.state.readOnly)return!1;let t="delete.selection",{state:n}=i,r=n.changeByRange(s=>{let{from:o,to:a}=s;if(o==a){let l=e(s);
l<o?(t="delete.backward",l=xl(i,l,!1)):l>o&&(t="delete.forward",l=xl(i,l,!0)),o=Math.min(o,l),a=Math.max(a,l)}else o=xl(i,o,!1),a=xl(i,a,!0);return o==a?{range:s}:
{changes:{from:o,to:a},range:D.cursor(o,o<s.head?-1:1)}});return r.changes.empty?!1:(i.dispatch(n.update(r,{scrollIntoView:!0,userEvent:t,effects:t=="delete.sel\
ection"?U.announce.of(n.phrase("Selection deleted")):void 0})),!0)}function xl(i,e,t){if(i instanceof U)for(let n of i.state.facet(U.atomicRanges).map(r=>r(i)))
n.between(e,e,(r,s)=>{r<e&&s>e&&(e=t?s:r)});return e}var Y0=(i,e,t)=>ko(i,n=>{let r=n.from,{state:s}=i,o=s.doc.lineAt(r),a,l;if(t&&!e&&r>o.from&&r<o.from+200&&!/[^ \t]/.
test(a=o.text.slice(0,r-o.from))){if(a[a.length-1]=="	")return r-1;let c=_n(a,s.tabSize),f=c%Oo(s)||Oo(s);for(let u=0;u<f&&a[a.length-1-u]==" ";u++)r--;l=r}else
l=ze(o.text,r-o.from,e,e)+o.from,l==r&&o.number!=(e?s.doc.lines:1)?l+=e?1:-1:!e&&/[\ufe00-\ufe0f]/.test(o.text.slice(l-o.from,r-o.from))&&(l=ze(o.text,l-o.from,
!1,!1)+o.from);return l}),yh=i=>Y0(i,!1,!0);var z0=i=>Y0(i,!0,!1),J0=(i,e)=>ko(i,t=>{let n=t.head,{state:r}=i,s=r.doc.lineAt(n),o=r.charCategorizer(n);for(let a=null;;){if(n==(e?s.to:s.from)){n==t.head&&s.
number!=(e?r.doc.lines:1)&&(n+=e?1:-1);break}let l=ze(s.text,n-s.from,e)+s.from,c=s.text.slice(Math.min(n,l)-s.from,Math.max(n,l)-s.from),f=o(c);if(a!=null&&f!=
a)break;(c!=" "||n!=t.head)&&(a=f),n=l}return n}),Z0=i=>J0(i,!1),lE=i=>J0(i,!0);var cE=i=>ko(i,e=>{let t=i.lineBlockAt(e.head).to;return e.head<t?t:Math.min(i.state.doc.length,e.head+1)});var fE=i=>ko(i,e=>{let t=i.moveToLineBoundary(e,!1).head;return e.head>t?t:Math.max(0,e.head-1)}),uE=i=>ko(i,e=>{let t=i.moveToLineBoundary(e,!0).head;return e.
head<t?t:Math.min(i.state.doc.length,e.head+1)});var hE=({state:i,dispatch:e})=>{if(i.readOnly)return!1;let t=i.changeByRange(n=>({changes:{from:n.from,to:n.to,insert:se.of(["",""])},range:D.cursor(n.from)}));
return e(i.update(t,{scrollIntoView:!0,userEvent:"input"})),!0},dE=({state:i,dispatch:e})=>{if(i.readOnly)return!1;let t=i.changeByRange(n=>{if(!n.empty||n.from==
0||n.from==i.doc.length)return{range:n};let r=n.from,s=i.doc.lineAt(r),o=r==s.from?r-1:ze(s.text,r-s.from,!1)+s.from,a=r==s.to?r+1:ze(s.text,r-s.from,!0)+s.from;
return{changes:{from:o,to:a,insert:i.doc.slice(r,a).append(i.doc.slice(o,r))},range:D.cursor(a)}});return t.changes.empty?!1:(e(i.update(t,{scrollIntoView:!0,userEvent:"\
move.character"})),!0)};function Al(i){let e=[],t=-1;for(let n of i.selection.ranges){let r=i.doc.lineAt(n.from),s=i.doc.lineAt(n.to);if(!n.empty&&n.to==s.from&&
(s=i.doc.lineAt(n.to-1)),t>=r.number){let o=e[e.length-1];o.to=s.to,o.ranges.push(n)}else e.push({from:r.from,to:s.to,ranges:[n]});t=s.number+1}return e}function K0(i,e,t){
if(i.readOnly)return!1;let n=[],r=[];for(let s of Al(i)){if(t?s.to==i.doc.length:s.from==0)continue;let o=i.doc.lineAt(t?s.to+1:s.from-1),a=o.length+1;if(t){n.push(
{from:s.to,to:o.to},{from:s.from,insert:o.text+i.lineBreak});for(let l of s.ranges)r.push(D.range(Math.min(i.doc.length,l.anchor+a),Math.min(i.doc.length,l.head+
a)))}else{n.push({from:o.from,to:s.from},{from:s.to,insert:i.lineBreak+o.text});for(let l of s.ranges)r.push(D.range(l.anchor-a,l.head-a))}}return n.length?(e(i.
update({changes:n,scrollIntoView:!0,selection:D.create(r,i.selection.mainIndex),userEvent:"move.line"})),!0):!1}var pE=({state:i,dispatch:e})=>K0(i,e,!1),mE=({state:i,
dispatch:e})=>K0(i,e,!0);function eO(i,e,t){if(i.readOnly)return!1;let n=[];for(let s of Al(i))t?n.push({from:s.from,insert:i.doc.slice(s.from,s.to)+i.lineBreak}):
n.push({from:s.to,insert:i.lineBreak+i.doc.slice(s.from,s.to)});let r=i.changes(n);return e(i.update({changes:r,selection:i.selection.map(r,t?1:-1),scrollIntoView:!0,
userEvent:"input.copyline"})),!0}var gE=({state:i,dispatch:e})=>eO(i,e,!1),OE=({state:i,dispatch:e})=>eO(i,e,!0),yE=i=>{if(i.state.readOnly)return!1;let{state:e}=i,
t=e.changes(Al(e).map(({from:r,to:s})=>(r>0?r--:s<e.doc.length&&s++,{from:r,to:s}))),n=ps(e.selection,r=>{let s;if(i.lineWrapping){let o=i.lineBlockAt(r.head),a=i.
coordsAtPos(r.head,r.assoc||1);a&&(s=o.bottom+i.documentTop-a.bottom+i.defaultLineHeight/2)}return i.moveVertically(r,!0,s)}).map(t);return i.dispatch({changes:t,
selection:n,scrollIntoView:!0,userEvent:"delete.line"}),!0};function vE(i,e){if(/\(\)|\[\]|\{\}/.test(i.sliceDoc(e-1,e+1)))return{from:e,to:e};let t=et(i).resolveInner(e),n=t.childBefore(e),r=t.childAfter(e),s;return n&&
r&&n.to<=e&&r.from>=e&&(s=n.type.prop(H.closedBy))&&s.indexOf(r.name)>-1&&i.doc.lineAt(n.to).from==i.doc.lineAt(r.from).from&&!/\S/.test(i.sliceDoc(n.to,r.from))?
{from:n.to,to:r.from}:null}var S0=tO(!1),TE=tO(!0);function tO(i){return({state:e,dispatch:t})=>{if(e.readOnly)return!1;let n=e.changeByRange(r=>{let{from:s,to:o}=r,
a=e.doc.lineAt(s),l=!i&&s==o&&vE(e,s);i&&(s=o=(o<=a.to?a:e.doc.lineAt(o)).to);let c=new Hn(e,{simulateBreak:s,simulateDoubleBreak:!!l}),f=pl(c,s);for(f==null&&(f=
_n(/^\s*/.exec(e.doc.lineAt(s).text)[0],e.tabSize));o<a.to&&/\s/.test(a.text[o-a.from]);)o++;l?{from:s,to:o}=l:s>a.from&&s<a.from+100&&!/\S/.test(a.text.slice(0,
s))&&(s=a.from);let u=["",ds(e,f)];return l&&u.push(ds(e,c.lineIndent(a.from,-1))),{changes:{from:s,to:o,insert:se.of(u)},range:D.cursor(s+1+u[1].length)}});return t(
e.update(n,{scrollIntoView:!0,userEvent:"input"})),!0}}function bh(i,e){let t=-1;return i.changeByRange(n=>{let r=[];for(let o=n.from;o<=n.to;){let a=i.doc.lineAt(
o);a.number>t&&(n.empty||n.to>a.from)&&(e(a,r,n),t=a.number),o=a.to+1}let s=i.changes(r);return{changes:r,range:D.range(s.mapPos(n.anchor,1),s.mapPos(n.head,1))}})}
var bE=({state:i,dispatch:e})=>{if(i.readOnly)return!1;let t=Object.create(null),n=new Hn(i,{overrideIndentation:s=>{let o=t[s];return o??-1}}),r=bh(i,(s,o,a)=>{
let l=pl(n,s.from);if(l==null)return;/\S/.test(s.text)||(l=0);let c=/^\s*/.exec(s.text)[0],f=ds(i,l);(c!=f||a.from<s.from+c.length)&&(t[s.from]=l,o.push({from:s.
from,to:s.from+c.length,insert:f}))});return r.changes.empty||e(i.update(r,{userEvent:"indent"})),!0},iO=({state:i,dispatch:e})=>i.readOnly?!1:(e(i.update(bh(i,
(t,n)=>{n.push({from:t.from,insert:i.facet(Yn)})}),{userEvent:"input.indent"})),!0),nO=({state:i,dispatch:e})=>i.readOnly?!1:(e(i.update(bh(i,(t,n)=>{let r=/^\s*/.
exec(t.text)[0];if(!r)return;let s=_n(r,i.tabSize),o=0,a=ds(i,Math.max(0,s-Oo(i)));for(;o<r.length&&o<a.length&&r.charCodeAt(o)==a.charCodeAt(o);)o++;n.push({from:t.
from+o,to:t.from+r.length,insert:a.slice(o)})}),{userEvent:"delete.dedent"})),!0),SE=i=>(i.setTabFocusMode(),!0);var xE=[{key:"Ctrl-b",run:C0,shift:U0,preventDefault:!0},{key:"Ctrl-f",run:P0,shift:$0},{key:"Ctrl-p",run:_0,shift:G0},{key:"Ctrl-n",run:F0,shift:W0},{key:"Ctrl\
-a",run:$k,shift:eE},{key:"Ctrl-e",run:jk,shift:tE},{key:"Ctrl-d",run:z0},{key:"Ctrl-h",run:yh},{key:"Ctrl-k",run:cE},{key:"Ctrl-Alt-h",run:Z0},{key:"Ctrl-o",run:hE},
{key:"Ctrl-t",run:dE},{key:"Ctrl-v",run:Oh}],kE=[{key:"ArrowLeft",run:C0,shift:U0,preventDefault:!0},{key:"Mod-ArrowLeft",mac:"Alt-ArrowLeft",run:Pk,shift:Wk,preventDefault:!0},
{mac:"Cmd-ArrowLeft",run:Bk,shift:Zk,preventDefault:!0},{key:"ArrowRight",run:P0,shift:$0,preventDefault:!0},{key:"Mod-ArrowRight",mac:"Alt-ArrowRight",run:Mk,shift:Hk,
preventDefault:!0},{mac:"Cmd-ArrowRight",run:Uk,shift:Kk,preventDefault:!0},{key:"ArrowUp",run:_0,shift:G0,preventDefault:!0},{mac:"Cmd-ArrowUp",run:y0,shift:T0},
{mac:"Ctrl-ArrowUp",run:m0,shift:g0},{key:"ArrowDown",run:F0,shift:W0,preventDefault:!0},{mac:"Cmd-ArrowDown",run:v0,shift:b0},{mac:"Ctrl-ArrowDown",run:Oh,shift:O0},
{key:"PageUp",run:m0,shift:g0},{key:"PageDown",run:Oh,shift:O0},{key:"Home",run:Vk,shift:Jk,preventDefault:!0},{key:"Mod-Home",run:y0,shift:T0},{key:"End",run:Qk,
shift:zk,preventDefault:!0},{key:"Mod-End",run:v0,shift:b0},{key:"Enter",run:S0,shift:S0},{key:"Mod-a",run:iE},{key:"Backspace",run:yh,shift:yh,preventDefault:!0},
{key:"Delete",run:z0,preventDefault:!0},{key:"Mod-Backspace",mac:"Alt-Backspace",run:Z0,preventDefault:!0},{key:"Mod-Delete",mac:"Alt-Delete",run:lE,preventDefault:!0},
{mac:"Mod-Backspace",run:fE,preventDefault:!0},{mac:"Mod-Delete",run:uE,preventDefault:!0}].concat(xE.map(i=>({mac:i.key,run:i.run,shift:i.shift}))),Sh=[{key:"A\
lt-ArrowLeft",mac:"Ctrl-ArrowLeft",run:_k,shift:Xk},{key:"Alt-ArrowRight",mac:"Ctrl-ArrowRight",run:Fk,shift:Yk},{key:"Alt-ArrowUp",run:pE},{key:"Shift-Alt-Arro\
wUp",run:gE},{key:"Alt-ArrowDown",run:mE},{key:"Shift-Alt-ArrowDown",run:OE},{key:"Mod-Alt-ArrowUp",run:sE},{key:"Mod-Alt-ArrowDown",run:oE},{key:"Escape",run:aE},
{key:"Mod-Enter",run:TE},{key:"Alt-l",mac:"Ctrl-l",run:nE},{key:"Mod-i",run:rE,preventDefault:!0},{key:"Mod-[",run:nO},{key:"Mod-]",run:iO},{key:"Mod-Alt-\\",run:bE},
{key:"Shift-Mod-k",run:yE},{key:"Shift-Mod-\\",run:Gk},{key:"Mod-/",run:gk},{key:"Alt-A",mac:"Ctrl-A",run:yk},{key:"Ctrl-m",mac:"Shift-Alt-m",run:SE}].concat(kE),
rO={key:"Tab",run:iO,shift:nO};var kh=class i{constructor(e,t,n,r,s,o,a,l,c,f=0,u){this.p=e,this.stack=t,this.state=n,this.reducePos=r,this.pos=s,this.score=o,this.buffer=a,this.bufferBase=l,
this.curContext=c,this.lookAhead=f,this.parent=u}toString(){return`[${this.stack.filter((e,t)=>t%3==0).concat(this.state)}]@${this.pos}${this.score?"!"+this.score:
""}`}static start(e,t,n=0){let r=e.parser.context;return new i(e,[],t,n,n,0,[],0,r?new Il(r,r.start):null,0,null)}get context(){return this.curContext?this.curContext.
context:null}pushState(e,t){this.stack.push(this.state,t,this.bufferBase+this.buffer.length),this.state=e}reduce(e){var t;let n=e>>19,r=e&65535,{parser:s}=this.
p,o=this.reducePos<this.pos-25&&this.setLookAhead(this.pos),a=s.dynamicPrecedence(r);if(a&&(this.score+=a),n==0){r<s.minRepeatTerm&&this.reducePos<this.pos&&(this.
reducePos=this.pos),this.pushState(s.getGoto(this.state,r,!0),this.reducePos),r<s.minRepeatTerm&&this.storeNode(r,this.reducePos,this.reducePos,o?8:4,!0),this.reduceContext(
r,this.reducePos);return}let l=this.stack.length-(n-1)*3-(e&262144?6:0),c=l?this.stack[l-2]:this.p.ranges[0].from;r<s.minRepeatTerm&&c==this.reducePos&&this.reducePos<
this.pos&&(this.reducePos=this.pos);let f=this.reducePos-c;f>=2e3&&!(!((t=this.p.parser.nodeSet.types[r])===null||t===void 0)&&t.isAnonymous)&&(c==this.p.lastBigReductionStart?
(this.p.bigReductionCount++,this.p.lastBigReductionSize=f):this.p.lastBigReductionSize<f&&(this.p.bigReductionCount=1,this.p.lastBigReductionStart=c,this.p.lastBigReductionSize=
f));let u=l?this.stack[l-1]:0,h=this.bufferBase+this.buffer.length-u;if(r<s.minRepeatTerm||e&131072){let d=s.stateFlag(this.state,1)?this.pos:this.reducePos;this.
storeNode(r,c,d,h+4,!0)}if(e&262144)this.state=this.stack[l];else{let d=this.stack[l-3];this.state=s.getGoto(d,r,!0)}for(;this.stack.length>l;)this.stack.pop();
this.reduceContext(r,c)}storeNode(e,t,n,r=4,s=!1){if(e==0&&(!this.stack.length||this.stack[this.stack.length-1]<this.buffer.length+this.bufferBase)){let o=this.
buffer.length;if(o>0&&this.buffer[o-4]==0&&this.buffer[o-1]>-1){if(t==n)return;if(this.buffer[o-2]>=t){this.buffer[o-2]=n;return}}}if(!s||this.pos==n)this.buffer.
push(e,t,n,r);else{let o=this.buffer.length;if(o>0&&(this.buffer[o-4]!=0||this.buffer[o-1]<0)){let a=!1;for(let l=o;l>0&&this.buffer[l-2]>n;l-=4)if(this.buffer[l-
1]>=0){a=!0;break}if(a)for(;o>0&&this.buffer[o-2]>n;)this.buffer[o]=this.buffer[o-4],this.buffer[o+1]=this.buffer[o-3],this.buffer[o+2]=this.buffer[o-2],this.buffer[o+
3]=this.buffer[o-1],o-=4,r>4&&(r-=4)}this.buffer[o]=e,this.buffer[o+1]=t,this.buffer[o+2]=n,this.buffer[o+3]=r}}shift(e,t,n,r){if(e&131072)this.pushState(e&65535,
this.pos);else if((e&262144)==0){let s=e,{parser:o}=this.p;this.pos=r;let a=o.stateFlag(s,1);!a&&(r>n||t<=o.maxNode)&&(this.reducePos=r),this.pushState(s,a?n:Math.
min(n,this.reducePos)),this.shiftContext(t,n),t<=o.maxNode&&this.buffer.push(t,n,r,4)}else this.pos=r,this.shiftContext(t,n),t<=this.p.parser.maxNode&&this.buffer.
push(t,n,r,4)}apply(e,t,n,r){e&65536?this.reduce(e):this.shift(e,t,n,r)}useNode(e,t,n){let r=this.p.reused.length-1;(r<0||this.p.reused[r]!=e)&&(this.p.reused.push(
e),r++);let s=this.reducePos=this.pos=n+e.length;this.pushState(t,n),this.buffer.push(r,n,s,-1),this.curContext&&this.updateContext(this.curContext.tracker.reuse(
this.curContext.context,e,this,this.p.stream.reset(this.pos-e.length)))}split(){let e=this,t=e.buffer.length;for(t&&e.buffer[t-4]==0&&(t-=4);t>0&&e.buffer[t-2]>
e.reducePos;)t-=4;let n=e.buffer.slice(t),r=e.bufferBase+t;for(;e&&r==e.bufferBase;)e=e.parent;return new i(this.p,this.stack.slice(),this.state,this.reducePos,
this.pos,this.score,n,r,this.curContext,this.lookAhead,e)}recoverByDelete(e,t){let n=e<=this.p.parser.maxNode;n&&this.storeNode(e,this.pos,t,4),this.storeNode(0,
this.pos,t,n?8:4),this.pos=this.reducePos=t,this.score-=190}canShift(e){for(let t=new Eh(this);;){let n=this.p.parser.stateSlot(t.state,4)||this.p.parser.hasAction(
t.state,e);if(n==0)return!1;if((n&65536)==0)return!0;t.reduce(n)}}recoverByInsert(e){if(this.stack.length>=300)return[];let t=this.p.parser.nextStates(this.state);
if(t.length>8||this.stack.length>=120){let r=[];for(let s=0,o;s<t.length;s+=2)(o=t[s+1])!=this.state&&this.p.parser.hasAction(o,e)&&r.push(t[s],o);if(this.stack.
length<120)for(let s=0;r.length<8&&s<t.length;s+=2){let o=t[s+1];r.some((a,l)=>l&1&&a==o)||r.push(t[s],o)}t=r}let n=[];for(let r=0;r<t.length&&n.length<4;r+=2){
let s=t[r+1];if(s==this.state)continue;let o=this.split();o.pushState(s,this.pos),o.storeNode(0,o.pos,o.pos,4,!0),o.shiftContext(t[r],this.pos),o.reducePos=this.
pos,o.score-=200,n.push(o)}return n}forceReduce(){let{parser:e}=this.p,t=e.stateSlot(this.state,5);if((t&65536)==0)return!1;if(!e.validAction(this.state,t)){let n=t>>
19,r=t&65535,s=this.stack.length-n*3;if(s<0||e.getGoto(this.stack[s],r,!1)<0){let o=this.findForcedReduction();if(o==null)return!1;t=o}this.storeNode(0,this.pos,
this.pos,4,!0),this.score-=100}return this.reducePos=this.pos,this.reduce(t),!0}findForcedReduction(){let{parser:e}=this.p,t=[],n=(r,s)=>{if(!t.includes(r))return t.
push(r),e.allActions(r,o=>{if(!(o&393216))if(o&65536){let a=(o>>19)-s;if(a>1){let l=o&65535,c=this.stack.length-a*3;if(c>=0&&e.getGoto(this.stack[c],l,!1)>=0)return a<<
19|65536|l}}else{let a=n(o,s+1);if(a!=null)return a}})};return n(this.state,0)}forceAll(){for(;!this.p.parser.stateFlag(this.state,2);)if(!this.forceReduce()){this.
storeNode(0,this.pos,this.pos,4,!0);break}return this}get deadEnd(){if(this.stack.length!=3)return!1;let{parser:e}=this.p;return e.data[e.stateSlot(this.state,1)]==
65535&&!e.stateSlot(this.state,4)}restart(){this.storeNode(0,this.pos,this.pos,4,!0),this.state=this.stack[0],this.stack.length=0}sameState(e){if(this.state!=e.
state||this.stack.length!=e.stack.length)return!1;for(let t=0;t<this.stack.length;t+=3)if(this.stack[t]!=e.stack[t])return!1;return!0}get parser(){return this.p.
parser}dialectEnabled(e){return this.p.parser.dialect.flags[e]}shiftContext(e,t){this.curContext&&this.updateContext(this.curContext.tracker.shift(this.curContext.
context,e,this,this.p.stream.reset(t)))}reduceContext(e,t){this.curContext&&this.updateContext(this.curContext.tracker.reduce(this.curContext.context,e,this,this.
p.stream.reset(t)))}emitContext(){let e=this.buffer.length-1;(e<0||this.buffer[e]!=-3)&&this.storeNode(this.curContext.hash,this.reducePos,this.reducePos,-3,!0)}emitLookAhead(){
let e=this.buffer.length-1;(e<0||this.buffer[e]!=-4)&&this.buffer.push(this.lookAhead,this.pos,this.pos,-4)}updateContext(e){if(e!=this.curContext.context){let t=new Il(
this.curContext.tracker,e);t.hash!=this.curContext.hash&&this.emitContext(),this.curContext=t}}setLookAhead(e){return e<=this.lookAhead?!1:(this.emitLookAhead(),
this.lookAhead=e,!0)}close(){this.curContext&&this.curContext.tracker.strict&&this.emitContext(),this.lookAhead>0&&this.emitLookAhead()}},Il=class{constructor(e,t){
this.tracker=e,this.context=t,this.hash=e.strict?e.hash(t):0}},Eh=class{constructor(e){this.start=e,this.state=e.state,this.stack=e.stack,this.base=this.stack.length}reduce(e){
let t=e&65535,n=e>>19;n==0?(this.stack==this.start.stack&&(this.stack=this.stack.slice()),this.stack.push(this.state,0,0),this.base+=3):this.base-=(n-1)*3;let r=this.
start.p.parser.getGoto(this.stack[this.base-3],t,!0);this.state=r}},wh=class i{constructor(e,t,n){this.stack=e,this.pos=t,this.index=n,this.buffer=e.buffer,this.
index==0&&this.maybeNext()}static create(e,t=e.bufferBase+e.buffer.length){return new i(e,t,t-e.bufferBase)}maybeNext(){let e=this.stack.parent;e!=null&&(this.index=
this.stack.bufferBase-e.bufferBase,this.stack=e,this.buffer=e.buffer)}get id(){return this.buffer[this.index-4]}get start(){return this.buffer[this.index-3]}get end(){
return this.buffer[this.index-2]}get size(){return this.buffer[this.index-1]}next(){this.index-=4,this.pos-=4,this.index==0&&this.maybeNext()}fork(){return new i(
this.stack,this.pos,this.index)}};function Eo(i,e=Uint16Array){if(typeof i!="string")return i;let t=null;for(let n=0,r=0;n<i.length;){let s=0;for(;;){let o=i.charCodeAt(
n++),a=!1;if(o==126){s=65535;break}o>=92&&o--,o>=34&&o--;let l=o-32;if(l>=46&&(l-=46,a=!0),s+=l,a)break;s*=46}t?t[r++]=s:t=new e(s)}return t}var ms=class{constructor(){
this.start=-1,this.value=-1,this.end=-1,this.extended=-1,this.lookAhead=0,this.mask=0,this.context=0}},sO=new ms,Nh=class{constructor(e,t){this.input=e,this.ranges=
t,this.chunk="",this.chunkOff=0,this.chunk2="",this.chunk2Pos=0,this.next=-1,this.token=sO,this.rangeIndex=0,this.pos=this.chunkPos=t[0].from,this.range=t[0],this.
end=t[t.length-1].to,this.readNext()}resolveOffset(e,t){let n=this.range,r=this.rangeIndex,s=this.pos+e;for(;s<n.from;){if(!r)return null;let o=this.ranges[--r];
s-=n.from-o.to,n=o}for(;t<0?s>n.to:s>=n.to;){if(r==this.ranges.length-1)return null;let o=this.ranges[++r];s+=o.from-n.to,n=o}return s}clipPos(e){if(e>=this.range.
from&&e<this.range.to)return e;for(let t of this.ranges)if(t.to>e)return Math.max(e,t.from);return this.end}peek(e){let t=this.chunkOff+e,n,r;if(t>=0&&t<this.chunk.
length)n=this.pos+e,r=this.chunk.charCodeAt(t);else{let s=this.resolveOffset(e,1);if(s==null)return-1;if(n=s,n>=this.chunk2Pos&&n<this.chunk2Pos+this.chunk2.length)
r=this.chunk2.charCodeAt(n-this.chunk2Pos);else{let o=this.rangeIndex,a=this.range;for(;a.to<=n;)a=this.ranges[++o];this.chunk2=this.input.chunk(this.chunk2Pos=
n),n+this.chunk2.length>a.to&&(this.chunk2=this.chunk2.slice(0,a.to-n)),r=this.chunk2.charCodeAt(0)}}return n>=this.token.lookAhead&&(this.token.lookAhead=n+1),
r}acceptToken(e,t=0){let n=t?this.resolveOffset(t,-1):this.pos;if(n==null||n<this.token.start)throw new RangeError("Token end out of bounds");this.token.value=e,
this.token.end=n}acceptTokenTo(e,t){this.token.value=e,this.token.end=t}getChunk(){if(this.pos>=this.chunk2Pos&&this.pos<this.chunk2Pos+this.chunk2.length){let{
chunk:e,chunkPos:t}=this;this.chunk=this.chunk2,this.chunkPos=this.chunk2Pos,this.chunk2=e,this.chunk2Pos=t,this.chunkOff=this.pos-this.chunkPos}else{this.chunk2=
this.chunk,this.chunk2Pos=this.chunkPos;let e=this.input.chunk(this.pos),t=this.pos+e.length;this.chunk=t>this.range.to?e.slice(0,this.range.to-this.pos):e,this.
chunkPos=this.pos,this.chunkOff=0}}readNext(){return this.chunkOff>=this.chunk.length&&(this.getChunk(),this.chunkOff==this.chunk.length)?this.next=-1:this.next=
this.chunk.charCodeAt(this.chunkOff)}advance(e=1){for(this.chunkOff+=e;this.pos+e>=this.range.to;){if(this.rangeIndex==this.ranges.length-1)return this.setDone();
e-=this.range.to-this.pos,this.range=this.ranges[++this.rangeIndex],this.pos=this.range.from}return this.pos+=e,this.pos>=this.token.lookAhead&&(this.token.lookAhead=
this.pos+1),this.readNext()}setDone(){return this.pos=this.chunkPos=this.end,this.range=this.ranges[this.rangeIndex=this.ranges.length-1],this.chunk="",this.next=
-1}reset(e,t){if(t?(this.token=t,t.start=e,t.lookAhead=e+1,t.value=t.extended=-1):this.token=sO,this.pos!=e){if(this.pos=e,e==this.end)return this.setDone(),this;
for(;e<this.range.from;)this.range=this.ranges[--this.rangeIndex];for(;e>=this.range.to;)this.range=this.ranges[++this.rangeIndex];e>=this.chunkPos&&e<this.chunkPos+
this.chunk.length?this.chunkOff=e-this.chunkPos:(this.chunk="",this.chunkOff=0),this.readNext()}return this}read(e,t){if(e>=this.chunkPos&&t<=this.chunkPos+this.
chunk.length)return this.chunk.slice(e-this.chunkPos,t-this.chunkPos);if(e>=this.chunk2Pos&&t<=this.chunk2Pos+this.chunk2.length)return this.chunk2.slice(e-this.
chunk2Pos,t-this.chunk2Pos);if(e>=this.range.from&&t<=this.range.to)return this.input.read(e,t);let n="";for(let r of this.ranges){if(r.from>=t)break;r.to>e&&(n+=
this.input.read(Math.max(r.from,e),Math.min(r.to,t)))}return n}},ln=class{constructor(e,t){this.data=e,this.id=t}token(e,t){let{parser:n}=t.p;fO(this.data,e,t,this.
id,n.data,n.tokenPrecTable)}};ln.prototype.contextual=ln.prototype.fallback=ln.prototype.extend=!1;var Ah=class{constructor(e,t,n){this.precTable=t,this.elseToken=
n,this.data=typeof e=="string"?Eo(e):e}token(e,t){let n=e.pos,r=0;for(;;){let s=e.next<0,o=e.resolveOffset(1,1);if(fO(this.data,e,t,0,this.data,this.precTable),
e.token.value>-1)break;if(this.elseToken==null)return;if(s||r++,o==null)break;e.reset(o,e.token)}r&&(e.reset(n,e.token),e.acceptToken(this.elseToken,r))}};Ah.prototype.
contextual=ln.prototype.fallback=ln.prototype.extend=!1;function fO(i,e,t,n,r,s){let o=0,a=1<<n,{dialect:l}=t.p.parser;e:for(;(a&i[o])!=0;){let c=i[o+1];for(let d=o+3;d<c;d+=2)if((i[d+1]&a)>0){let p=i[d];if(l.allows(
p)&&(e.token.value==-1||e.token.value==p||wE(p,e.token.value,r,s))){e.acceptToken(p);break}}let f=e.next,u=0,h=i[o+2];if(e.next<0&&h>u&&i[c+h*3-3]==65535){o=i[c+
h*3-1];continue e}for(;u<h;){let d=u+h>>1,p=c+d+(d<<1),m=i[p],O=i[p+1]||65536;if(f<m)h=d;else if(f>=O)u=d+1;else{o=i[p+2],e.advance();continue e}}break}}function oO(i,e,t){
for(let n=e,r;(r=i[n])!=65535;n++)if(r==t)return n-e;return-1}function wE(i,e,t,n){let r=oO(t,n,e);return r<0||oO(t,n,i)<r}var Ut=typeof process<"u"&&process.env&&
/\bparse\b/.test(process.env.LOG),xh=null;function aO(i,e,t){let n=i.cursor(Ne.IncludeAnonymous);for(n.moveTo(e);;)if(!(t<0?n.childBefore(e):n.childAfter(e)))for(;;){
if((t<0?n.to<e:n.from>e)&&!n.type.isError)return t<0?Math.max(0,Math.min(n.to-1,e-25)):Math.min(i.length,Math.max(n.from+1,e+25));if(t<0?n.prevSibling():n.nextSibling())
break;if(!n.parent())return t<0?0:i.length}}var Ih=class{constructor(e,t){this.fragments=e,this.minRepeat=t,this.i=0,this.fragment=null,this.safeFrom=-1,this.safeTo=
-1,this.trees=[],this.start=[],this.index=[],this.lastRepeat=null,this.lastRepeatPos=-1,this.nextFragment()}nextFragment(){let e=this.fragment=this.i==this.fragments.
length?null:this.fragments[this.i++];if(e){for(this.safeFrom=e.openStart?aO(e.tree,e.from+e.offset,1)-e.offset:e.from,this.safeTo=e.openEnd?aO(e.tree,e.to+e.offset,
-1)-e.offset:e.to;this.trees.length;)this.trees.pop(),this.start.pop(),this.index.pop();this.trees.push(e.tree),this.start.push(-e.offset),this.index.push(0),this.
nextStart=this.safeFrom}else this.nextStart=1e9}nodeAt(e){if(e<this.nextStart)return null;for(;this.fragment&&this.safeTo<=e;)this.nextFragment();if(!this.fragment)
return null;for(;;){let t=this.trees.length-1;if(t<0)return this.nextFragment(),null;if(e<this.safeFrom)return null;let n=this.trees[t],r=this.index[t];if(r==n.
children.length){this.trees.pop(),this.start.pop(),this.index.pop();continue}let s=n.children[r],o=this.start[t]+n.positions[r];if(o>e)return this.nextStart=o,null;
if(s instanceof Fe){let a=o>this.lastRepeatPos&&s.type.id>=this.minRepeat;if(o==e||a){let l=o+s.length,c;if(o>=this.safeFrom&&l<=this.safeTo&&(!(c=s.prop(H.lookAhead))||
l+c<this.fragment.to)&&(a&&(this.lastRepeat=s,this.lastRepeatPos=o),o==e))return s}this.index[t]++,o+s.length>=Math.max(this.safeFrom,e)&&(this.trees.push(s),this.
start.push(o),this.index.push(0))}else this.index[t]++,this.nextStart=o+s.length}}},Dh=class{constructor(e,t){this.stream=t,this.tokens=[],this.mainToken=null,this.
actions=[],this.tokens=e.tokenizers.map(n=>new ms)}getActions(e){let t=0,n=null,{parser:r}=e.p,{tokenizers:s}=r,o=r.stateSlot(e.state,3),a=e.curContext?e.curContext.
hash:0,l=0;for(let c=0;c<s.length;c++){if((1<<c&o)==0)continue;let f=s[c],u=this.tokens[c];if(!(n&&!f.fallback)&&((f.contextual||u.start!=e.pos||u.mask!=o||u.context!=
a)&&(this.updateCachedToken(u,f,e),u.mask=o,u.context=a),u.lookAhead>u.end+25&&(l=Math.max(u.lookAhead,l)),u.value!=0)){let h=t;if(u.extended>-1&&(t=this.addActions(
e,u.extended,u.end,t)),t=this.addActions(e,u.value,u.end,t),!f.extend&&(n=u,t>h))break}}for(;this.actions.length>t;)this.actions.pop();return l&&e.setLookAhead(
l),!n&&e.pos==this.stream.end&&(n=new ms,n.value=e.p.parser.eofTerm,n.start=n.end=e.pos,t=this.addActions(e,n.value,n.end,t)),this.mainToken=n,this.actions}getMainToken(e){
if(this.mainToken)return this.mainToken;let t=new ms,{pos:n,p:r}=e;return t.start=n,t.end=Math.min(n+1,r.stream.end),t.value=n==r.stream.end?r.parser.eofTerm:0,
t}updateCachedToken(e,t,n){let r=this.stream.clipPos(n.pos);if(t.token(this.stream.reset(r,e),n),e.value>-1){let{parser:s}=n.p;for(let o=0;o<s.specialized.length;o++)
if(s.specialized[o]==e.value){let a=s.specializers[o](this.stream.read(e.start,e.end),n);if(a>=0&&n.p.parser.dialect.allows(a>>1)){(a&1)==0?e.value=a>>1:e.extended=
a>>1;break}}}else e.value=0,e.end=this.stream.clipPos(r+1)}putAction(e,t,n,r){for(let s=0;s<r;s+=3)if(this.actions[s]==e)return r;return this.actions[r++]=e,this.
actions[r++]=t,this.actions[r++]=n,r}addActions(e,t,n,r){let{state:s}=e,{parser:o}=e.p,{data:a}=o;for(let l=0;l<2;l++)for(let c=o.stateSlot(s,l?2:1);;c+=3){if(a[c]==
65535)if(a[c+1]==1)c=Hi(a,c+2);else{r==0&&a[c+1]==2&&(r=this.putAction(Hi(a,c+2),t,n,r));break}a[c]==t&&(r=this.putAction(Hi(a,c+1),t,n,r))}return r}},Rh=class{constructor(e,t,n,r){
this.parser=e,this.input=t,this.ranges=r,this.recovering=0,this.nextStackID=9812,this.minStackPos=0,this.reused=[],this.stoppedAt=null,this.lastBigReductionStart=
-1,this.lastBigReductionSize=0,this.bigReductionCount=0,this.stream=new Nh(t,r),this.tokens=new Dh(e,this.stream),this.topTerm=e.top[1];let{from:s}=r[0];this.stacks=
[kh.start(this,e.top[0],s)],this.fragments=n.length&&this.stream.end-s>e.bufferLength*4?new Ih(n,e.minRepeatTerm):null}get parsedPos(){return this.minStackPos}advance(){
let e=this.stacks,t=this.minStackPos,n=this.stacks=[],r,s;if(this.bigReductionCount>300&&e.length==1){let[o]=e;for(;o.forceReduce()&&o.stack.length&&o.stack[o.stack.
length-2]>=this.lastBigReductionStart;);this.bigReductionCount=this.lastBigReductionSize=0}for(let o=0;o<e.length;o++){let a=e[o];for(;;){if(this.tokens.mainToken=
null,a.pos>t)n.push(a);else{if(this.advanceStack(a,n,e))continue;{r||(r=[],s=[]),r.push(a);let l=this.tokens.getMainToken(a);s.push(l.value,l.end)}}break}}if(!n.
length){let o=r&&NE(r);if(o)return Ut&&console.log("Finish with "+this.stackID(o)),this.stackToTree(o);if(this.parser.strict)throw Ut&&r&&console.log("Stuck wit\
h token "+(this.tokens.mainToken?this.parser.getName(this.tokens.mainToken.value):"none")),new SyntaxError("No parse at "+t);this.recovering||(this.recovering=5)}
if(this.recovering&&r){let o=this.stoppedAt!=null&&r[0].pos>this.stoppedAt?r[0]:this.runRecovery(r,s,n);if(o)return Ut&&console.log("Force-finish "+this.stackID(
o)),this.stackToTree(o.forceAll())}if(this.recovering){let o=this.recovering==1?1:this.recovering*3;if(n.length>o)for(n.sort((a,l)=>l.score-a.score);n.length>o;)
n.pop();n.some(a=>a.reducePos>t)&&this.recovering--}else if(n.length>1){e:for(let o=0;o<n.length-1;o++){let a=n[o];for(let l=o+1;l<n.length;l++){let c=n[l];if(a.
sameState(c)||a.buffer.length>500&&c.buffer.length>500)if((a.score-c.score||a.buffer.length-c.buffer.length)>0)n.splice(l--,1);else{n.splice(o--,1);continue e}}}
n.length>12&&(n.sort((o,a)=>a.score-o.score),n.splice(12,n.length-12))}this.minStackPos=n[0].pos;for(let o=1;o<n.length;o++)n[o].pos<this.minStackPos&&(this.minStackPos=
n[o].pos);return null}stopAt(e){if(this.stoppedAt!=null&&this.stoppedAt<e)throw new RangeError("Can't move stoppedAt forward");this.stoppedAt=e}tryReuse(e,t,n,r){
if(!n)return null;let s=e.curContext&&e.curContext.tracker.strict,o=s?e.curContext.hash:0;for(;n;){let a=this.parser.nodeSet.types[n.type.id]!=n.type?-1:this.parser.
getGoto(e.state,n.type.id);if(a>-1&&n.length&&(!s||(n.prop(H.contextHash)||0)==o))return e.useNode(n,a,t),n;if(n.children.length==0||n.positions[0]>0)break;let l=n.
children[0];if(l instanceof Fe&&(!r||l.type.id>=this.parser.minRepeatTerm))n=l;else break}return null}advanceStack(e,t,n){let r=e.pos,{parser:s}=this,o=Ut?this.
stackID(e)+" -> ":"";if(this.stoppedAt!=null&&r>this.stoppedAt)return e.forceReduce()?e:null;if(this.fragments){let c=e.reducePos<r&&e.buffer.length&&e.buffer[e.
buffer.length-2]<=e.reducePos&&this.fragments.lastRepeatPos==e.reducePos&&this.tryReuse(e,e.reducePos,this.fragments.lastRepeat,!0)||this.tryReuse(e,r,this.fragments.
nodeAt(r),!1);if(c)return Ut&&console.log(o+this.stackID(e)+` (via reuse of ${s.getName(c.type.id)})`),!0}let a=s.stateSlot(e.state,4);if(a>0)return e.reduce(a),
Ut&&console.log(o+this.stackID(e)+` (via always-reduce ${s.getName(a&65535)})`),!0;if(e.stack.length>=8400)for(;e.stack.length>6e3&&e.forceReduce(););let l=this.
tokens.getActions(e);for(let c=0;c<l.length;){let f=l[c++],u=l[c++],h=l[c++],d=c==l.length||!n,p=d?e:e.split(),m=this.tokens.mainToken;if(p.apply(f,u,m?m.start:
p.pos,h),Ut&&console.log(o+this.stackID(p)+` (via ${(f&65536)==0?"shift":`reduce of ${s.getName(f&65535)}`} for ${s.getName(u)} @ ${r}${p==e?"":", split"})`),d)
return!0;p.pos>r?t.push(p):n.push(p)}return!1}advanceFully(e,t){let n=e.pos;for(;;){if(!this.advanceStack(e,null,null))return!1;if(e.pos>n)return lO(e,t),!0}}runRecovery(e,t,n){
let r=null,s=!1;for(let o=0;o<e.length;o++){let a=e[o],l=t[o<<1],c=t[(o<<1)+1],f=Ut?this.stackID(a)+" -> ":"";if(a.deadEnd&&(s||(s=!0,a.restart(),Ut&&console.log(
f+this.stackID(a)+" (restarted)"),this.advanceFully(a,n))))continue;let u=a.split(),h=f;for(let d=0;d<10&&u.forceReduce()&&(Ut&&console.log(h+this.stackID(u)+" \
(via force-reduce)"),!this.advanceFully(u,n));d++)Ut&&(h=this.stackID(u)+" -> ");for(let d of a.recoverByInsert(l))Ut&&console.log(f+this.stackID(d)+" (via reco\
ver-insert)"),this.advanceFully(d,n);this.stream.end>a.pos?(c==a.pos&&(c++,l=0),a.recoverByDelete(l,c),Ut&&console.log(f+this.stackID(a)+` (via recover-delete ${this.
parser.getName(l)})`),lO(a,n)):(!r||r.score<u.score)&&(r=u)}return r}stackToTree(e){return e.close(),Fe.build({buffer:wh.create(e),nodeSet:this.parser.nodeSet,topID:this.
topTerm,maxBufferLength:this.parser.bufferLength,reused:this.reused,start:this.ranges[0].from,length:e.pos-this.ranges[0].from,minRepeatType:this.parser.minRepeatTerm})}stackID(e){
let t=(xh||(xh=new WeakMap)).get(e);return t||xh.set(e,t=String.fromCodePoint(this.nextStackID++)),t+e}};function lO(i,e){for(let t=0;t<e.length;t++){let n=e[t];
if(n.pos==i.pos&&n.sameState(i)){e[t].score<i.score&&(e[t]=i);return}}e.push(i)}var Ch=class{constructor(e,t,n){this.source=e,this.flags=t,this.disabled=n}allows(e){
return!this.disabled||this.disabled[e]==0}};var gs=class i extends as{constructor(e){if(super(),this.wrappers=[],e.version!=14)throw new RangeError(`Parser version (${e.version}) doesn't match runtime ver\
sion (14)`);let t=e.nodeNames.split(" ");this.minRepeatTerm=t.length;for(let a=0;a<e.repeatNodeCount;a++)t.push("");let n=Object.keys(e.topRules).map(a=>e.topRules[a][1]),
r=[];for(let a=0;a<t.length;a++)r.push([]);function s(a,l,c){r[a].push([l,l.deserialize(String(c))])}if(e.nodeProps)for(let a of e.nodeProps){let l=a[0];typeof l==
"string"&&(l=H[l]);for(let c=1;c<a.length;){let f=a[c++];if(f>=0)s(f,l,a[c++]);else{let u=a[c+-f];for(let h=-f;h>0;h--)s(a[c++],l,u);c++}}}this.nodeSet=new lo(t.
map((a,l)=>at.define({name:l>=this.minRepeatTerm?void 0:a,id:l,props:r[l],top:n.indexOf(l)>-1,error:l==0,skipped:e.skippedNodes&&e.skippedNodes.indexOf(l)>-1}))),
e.propSources&&(this.nodeSet=this.nodeSet.extend(...e.propSources)),this.strict=!1,this.bufferLength=1024;let o=Eo(e.tokenData);this.context=e.context,this.specializerSpecs=
e.specialized||[],this.specialized=new Uint16Array(this.specializerSpecs.length);for(let a=0;a<this.specializerSpecs.length;a++)this.specialized[a]=this.specializerSpecs[a].
term;this.specializers=this.specializerSpecs.map(cO),this.states=Eo(e.states,Uint32Array),this.data=Eo(e.stateData),this.goto=Eo(e.goto),this.maxTerm=e.maxTerm,
this.tokenizers=e.tokenizers.map(a=>typeof a=="number"?new ln(o,a):a),this.topRules=e.topRules,this.dialects=e.dialects||{},this.dynamicPrecedences=e.dynamicPrecedences||
null,this.tokenPrecTable=e.tokenPrec,this.termNames=e.termNames||null,this.maxNode=this.nodeSet.types.length-1,this.dialect=this.parseDialect(),this.top=this.topRules[Object.
keys(this.topRules)[0]]}createParse(e,t,n){let r=new Rh(this,e,t,n);for(let s of this.wrappers)r=s(r,e,t,n);return r}getGoto(e,t,n=!1){let r=this.goto;if(t>=r[0])
return-1;for(let s=r[t+1];;){let o=r[s++],a=o&1,l=r[s++];if(a&&n)return l;for(let c=s+(o>>1);s<c;s++)if(r[s]==e)return l;if(a)return-1}}hasAction(e,t){let n=this.
data;for(let r=0;r<2;r++)for(let s=this.stateSlot(e,r?2:1),o;;s+=3){if((o=n[s])==65535)if(n[s+1]==1)o=n[s=Hi(n,s+2)];else{if(n[s+1]==2)return Hi(n,s+2);break}if(o==
t||o==0)return Hi(n,s+1)}return 0}stateSlot(e,t){return this.states[e*6+t]}stateFlag(e,t){return(this.stateSlot(e,0)&t)>0}validAction(e,t){return!!this.allActions(
e,n=>n==t?!0:null)}allActions(e,t){let n=this.stateSlot(e,4),r=n?t(n):void 0;for(let s=this.stateSlot(e,1);r==null;s+=3){if(this.data[s]==65535)if(this.data[s+1]==
1)s=Hi(this.data,s+2);else break;r=t(Hi(this.data,s+1))}return r}nextStates(e){let t=[];for(let n=this.stateSlot(e,1);;n+=3){if(this.data[n]==65535)if(this.data[n+
1]==1)n=Hi(this.data,n+2);else break;if((this.data[n+2]&1)==0){let r=this.data[n+1];t.some((s,o)=>o&1&&s==r)||t.push(this.data[n],r)}}return t}configure(e){let t=Object.
assign(Object.create(i.prototype),this);if(e.props&&(t.nodeSet=this.nodeSet.extend(...e.props)),e.top){let n=this.topRules[e.top];if(!n)throw new RangeError(`In\
valid top rule name ${e.top}`);t.top=n}return e.tokenizers&&(t.tokenizers=this.tokenizers.map(n=>{let r=e.tokenizers.find(s=>s.from==n);return r?r.to:n})),e.specializers&&
(t.specializers=this.specializers.slice(),t.specializerSpecs=this.specializerSpecs.map((n,r)=>{let s=e.specializers.find(a=>a.from==n.external);if(!s)return n;let o=Object.
assign(Object.assign({},n),{external:s.to});return t.specializers[r]=cO(o),o})),e.contextTracker&&(t.context=e.contextTracker),e.dialect&&(t.dialect=this.parseDialect(
e.dialect)),e.strict!=null&&(t.strict=e.strict),e.wrap&&(t.wrappers=t.wrappers.concat(e.wrap)),e.bufferLength!=null&&(t.bufferLength=e.bufferLength),t}hasWrappers(){
return this.wrappers.length>0}getName(e){return this.termNames?this.termNames[e]:String(e<=this.maxNode&&this.nodeSet.types[e].name||e)}get eofTerm(){return this.
maxNode+1}get topNode(){return this.nodeSet.types[this.top[1]]}dynamicPrecedence(e){let t=this.dynamicPrecedences;return t==null?0:t[e]||0}parseDialect(e){let t=Object.
keys(this.dialects),n=t.map(()=>!1);if(e)for(let s of e.split(" ")){let o=t.indexOf(s);o>=0&&(n[o]=!0)}let r=null;for(let s=0;s<t.length;s++)if(!n[s])for(let o=this.
dialects[t[s]],a;(a=this.data[o++])!=65535;)(r||(r=new Uint8Array(this.maxTerm+1)))[a]=1;return new Ch(e,n,r)}static deserialize(e){return new i(e)}};function Hi(i,e){
return i[e]|i[e+1]<<16}function NE(i){let e=null;for(let t of i){let n=t.p.stoppedAt;(t.pos==t.p.stream.end||n!=null&&t.pos>n)&&t.p.parser.stateFlag(t.state,2)&&
(!e||e.score<t.score)&&(e=t)}return e}function cO(i){if(i.external){let e=i.extend?1:0;return(t,n)=>i.external(t,n)<<1|e}return i.get}var AE=ls({String:E.string,Number:E.number,"True False":E.bool,PropertyName:E.propertyName,Null:E.null,", :":E.separator,"[ ]":E.squareBracket,"{ }":E.brace}),uO=gs.
deserialize({version:14,states:"$bOVQPOOOOQO'#Cb'#CbOnQPO'#CeOvQPO'#ClOOQO'#Cr'#CrQOQPOOOOQO'#Cg'#CgO}QPO'#CfO!SQPO'#CtOOQO,59P,59PO![QPO,59PO!aQPO'#CuOOQO,59W,\
59WO!iQPO,59WOVQPO,59QOqQPO'#CmO!nQPO,59`OOQO1G.k1G.kOVQPO'#CnO!vQPO,59aOOQO1G.r1G.rOOQO1G.l1G.lOOQO,59X,59XOOQO-E6k-E6kOOQO,59Y,59YOOQO-E6l-E6l",stateData:"#O~\
OeOS~OQSORSOSSOTSOWQO_ROgPO~OVXOgUO~O^[O~PVO[^O~O]_OVhX~OVaO~O]bO^iX~O^dO~O]_OVha~O]bO^ia~O",goto:"!kjPPPPPPkPPkqwPPPPk{!RPPP!XP!e!hXSOR^bQWQRf_TVQ_Q`WRg`QcZRic\
QTOQZRQe^RhbRYQR]R",nodeNames:"⚠ JsonText True False Null Number String } { Object Property PropertyName : , ] [ Array",maxTerm:25,nodeProps:[["isolate",-2,6,
11,""],["openedBy",7,"{",14,"["],["closedBy",8,"}",15,"]"]],propSources:[AE],skippedNodes:[0],repeatNodeCount:2,tokenData:"(|~RaXY!WYZ!W]^!Wpq!Wrs!]|}$u}!O$z!Q!\
R%T!R![&c![!]&t!}#O&y#P#Q'O#Y#Z'T#b#c'r#h#i(Z#o#p(r#q#r(w~!]Oe~~!`Wpq!]qr!]rs!xs#O!]#O#P!}#P;'S!];'S;=`$o<%lO!]~!}Og~~#QXrs!]!P!Q!]#O#P!]#U#V!]#Y#Z!]#b#c!]#f#g!\
]#h#i!]#i#j#m~#pR!Q![#y!c!i#y#T#Z#y~#|R!Q![$V!c!i$V#T#Z$V~$YR!Q![$c!c!i$c#T#Z$c~$fR!Q![!]!c!i!]#T#Z!]~$rP;=`<%l!]~$zO]~~$}Q!Q!R%T!R![&c~%YRT~!O!P%c!g!h%w#X#Y%w~\
%fP!Q![%i~%nRT~!Q![%i!g!h%w#X#Y%w~%zR{|&T}!O&T!Q![&Z~&WP!Q![&Z~&`PT~!Q![&Z~&hST~!O!P%c!Q![&c!g!h%w#X#Y%w~&yO[~~'OO_~~'TO^~~'WP#T#U'Z~'^P#`#a'a~'dP#g#h'g~'jP#X#Y\
'm~'rOR~~'uP#i#j'x~'{P#`#a(O~(RP#`#a(U~(ZOS~~(^P#f#g(a~(dP#i#j(g~(jP#X#Y(m~(rOQ~~(wOW~~(|OV~",tokenizers:[0],topRules:{JsonText:[0,1]},tokenPrec:0});var hO=()=>i=>{try{JSON.parse(i.state.doc.toString())}catch(e){if(!(e instanceof SyntaxError))throw e;let t=IE(e,i.state.doc);return[{from:t,message:e.message,severity:"\
error",to:t}]}return[]};function IE(i,e){let t;return(t=i.message.match(/at position (\d+)/))?Math.min(+t[1],e.length):(t=i.message.match(/at line (\d+) column (\d+)/))?
Math.min(e.line(+t[1]).from+ +t[2]-1,e.length):0}var DE=fs.define({name:"json",parser:uO.configure({props:[yo.add({Object:Zu({except:/^\s*\}/}),Array:Zu({except:/^\s*\]/})}),
vo.add({"Object Array":ml})]}),languageData:{closeBrackets:{brackets:["[","{",'"']},indentOnInput:/^\s*[\}\]]$/}});function Ph(){return new us(DE)}var Rl=class{constructor(e,t,n){this.from=e,this.to=t,this.diagnostic=n}},Kn=class i{constructor(e,t,n){this.diagnostics=e,this.panel=t,this.selected=n}static init(e,t,n){
let r=n.facet(Li).markerFilter;r&&(e=r(e,n));let s=e.slice().sort((d,p)=>d.from-p.from||d.to-p.to),o=new fi,a=[],l=0,c=n.doc.iter(),f=0,u=n.doc.length;for(let d=0;;){
let p=d==s.length?null:s[d];if(!p&&!a.length)break;let m,O;if(a.length)m=l,O=a.reduce((y,A)=>Math.min(y,A.to),p&&p.from>m?p.from:1e8);else{if(m=p.from,m>u)break;
O=p.to,a.push(p),d++}for(;d<s.length;){let y=s[d];if(y.from==m&&(y.to>y.from||y.to==m))a.push(y),d++,O=Math.min(y.to,O);else{O=Math.min(y.from,O);break}}O=Math.
min(O,u);let v=!1;if(a.some(y=>y.from==m&&(y.to==O||O==u))&&(v=m==O,!v&&O-m<10)){let y=m-(f+c.value.length);y>0&&(c.next(y),f=m);for(let A=m;;){if(A>=O){v=!0;break}
if(!c.lineBreak&&f+c.value.length>A)break;A=f+c.value.length,f+=c.value.length,c.next()}}let k=jE(a);if(v)o.add(m,m,re.widget({widget:new Mh(k),diagnostics:a.slice()}));else{
let y=a.reduce((A,b)=>b.markClass?A+" "+b.markClass:A,"");o.add(m,O,re.mark({class:"cm-lintRange cm-lintRange-"+k+y,diagnostics:a.slice(),inclusiveEnd:a.some(A=>A.
to>O)}))}if(l=O,l==u)break;for(let y=0;y<a.length;y++)a[y].to<=l&&a.splice(y--,1)}let h=o.finish();return new i(h,t,cn(h))}};function cn(i,e=null,t=0){let n=null;
return i.between(t,1e9,(r,s,{spec:o})=>{if(!(e&&o.diagnostics.indexOf(e)<0))if(!n)n=new Rl(r,s,e||o.diagnostics[0]);else{if(o.diagnostics.indexOf(n.diagnostic)<
0)return!1;n=new Rl(n.from,s,n.diagnostic)}}),n}function RE(i,e){let t=e.pos,n=e.end||t,r=i.state.facet(Li).hideOn(i,t,n);if(r!=null)return r;let s=i.startState.
doc.lineAt(e.pos);return!!(i.effects.some(o=>o.is(Lh))||i.changes.touchesRange(s.from,Math.max(s.to,n)))}function mO(i,e){return i.field($t,!1)?e:e.concat(X.appendConfig.
of(bO))}function CE(i,e){return{effects:mO(i,[Lh.of(e)])}}var Lh=X.define(),_h=X.define(),gO=X.define(),$t=_e.define({create(){return new Kn(re.none,null,null)},
update(i,e){if(e.docChanged&&i.diagnostics.size){let t=i.diagnostics.map(e.changes),n=null,r=i.panel;if(i.selected){let s=e.changes.mapPos(i.selected.from,1);n=
cn(t,i.selected.diagnostic,s)||cn(t,null,s)}!t.size&&r&&e.state.facet(Li).autoPanel&&(r=null),i=new Kn(t,r,n)}for(let t of e.effects)if(t.is(Lh)){let n=e.state.
facet(Li).autoPanel?t.value.length?wo.open:null:i.panel;i=Kn.init(t.value,n,e.state)}else t.is(_h)?i=new Kn(i.diagnostics,t.value?wo.open:null,i.selected):t.is(
gO)&&(i=new Kn(i.diagnostics,i.panel,t.value));return i},provide:i=>[Ka.from(i,e=>e.panel),U.decorations.from(i,e=>e.diagnostics)]});var PE=re.mark({class:"cm-lintRange cm-lintRange-active"});function ME(i,e,t){let{diagnostics:n}=i.state.field($t),r,s=-1,o=-1;n.between(e-(t<0?1:0),e+(t>0?1:0),
(l,c,{spec:f})=>{if(e>=l&&e<=c&&(l==c||(e>l||t>0)&&(e<c||t<0)))return r=f.diagnostics,s=l,o=c,!1});let a=i.state.facet(Li).tooltipFilter;return r&&a&&(r=a(r,i.state)),
r?{pos:s,end:o,above:!0,create(){return{dom:LE(i,r)}}}:null}function LE(i,e){return Qt("ul",{class:"cm-tooltip-lint"},e.map(t=>vO(i,t,!1)))}var _E=i=>{let e=i.state.
field($t,!1);(!e||!e.panel)&&i.dispatch({effects:mO(i.state,[_h.of(!0)])});let t=hg(i,wo.open);return t&&t.dom.querySelector(".cm-panel-lint ul").focus(),!0},dO=i=>{
let e=i.state.field($t,!1);return!e||!e.panel?!1:(i.dispatch({effects:_h.of(!1)}),!0)},FE=i=>{let e=i.state.field($t,!1);if(!e)return!1;let t=i.state.selection.
main,n=cn(e.diagnostics,null,t.to+1);return!n&&(n=cn(e.diagnostics,null,0),!n||n.from==t.from&&n.to==t.to)?!1:(i.dispatch({selection:{anchor:n.from,head:n.to},scrollIntoView:!0}),
ug(i,n.from,1,{tooltip:TO,until:r=>r.docChanged||r.newSelection.main.head<n.from||r.newSelection.main.head>n.to}),!0)};var OO=[{key:"Mod-Shift-m",run:_E,preventDefault:!0},{key:"F8",run:FE}],QE=Ke.fromClass(class{constructor(i){this.view=i,this.timeout=-1,this.set=!0;let{delay:e}=i.
state.facet(Li);this.lintTime=Date.now()+e,this.run=this.run.bind(this),this.timeout=setTimeout(this.run,e)}run(){clearTimeout(this.timeout);let i=Date.now();if(i<
this.lintTime-10)this.timeout=setTimeout(this.run,this.lintTime-i);else{this.set=!1;let{state:e}=this.view,{sources:t}=e.facet(Li);t.length&&VE(t.map(n=>Promise.
resolve(n(this.view))),n=>{this.view.state.doc==e.doc&&this.view.dispatch(CE(this.view.state,n.reduce((r,s)=>r.concat(s))))},n=>{Je(this.view.state,n)})}}update(i){
let e=i.state.facet(Li);(i.docChanged||e!=i.startState.facet(Li)||e.needsRefresh&&e.needsRefresh(i))&&(this.lintTime=Date.now()+e.delay,this.set||(this.set=!0,this.
timeout=setTimeout(this.run,e.delay)))}force(){this.set&&(this.lintTime=Date.now(),this.run())}destroy(){clearTimeout(this.timeout)}});function VE(i,e,t){let n=[],
r=-1;for(let s of i)s.then(o=>{n.push(o),clearTimeout(r),n.length==i.length?e(n):r=setTimeout(()=>e(n),200)},t)}var Li=V.define({combine(i){return{sources:i.map(
e=>e.source).filter(e=>e!=null),...Ht(i.map(e=>e.config),{delay:750,markerFilter:null,tooltipFilter:null,needsRefresh:null,hideOn:()=>null},{delay:Math.max,markerFilter:pO,
tooltipFilter:pO,needsRefresh:(e,t)=>e?t?n=>e(n)||t(n):e:t,hideOn:(e,t)=>e?t?(n,r,s)=>e(n,r,s)||t(n,r,s):e:t,autoPanel:(e,t)=>e||t})}}});function pO(i,e){return i?
e?(t,n)=>e(i(t,n),n):i:e}function Pl(i,e={}){return[Li.of({source:i,config:e}),QE,bO]}function yO(i){let e=[];if(i)e:for(let{name:t}of i){for(let n=0;n<t.length;n++){let r=t[n];if(/[a-zA-Z]/.test(r)&&!e.some(s=>s.toLowerCase()==r.toLowerCase())){
e.push(r);continue e}}e.push("")}return e}function vO(i,e,t){var n;let r=t?yO(e.actions):[];return Qt("li",{class:"cm-diagnostic cm-diagnostic-"+e.severity},Qt(
"span",{class:"cm-diagnosticText"},e.renderMessage?e.renderMessage(i):e.message),(n=e.actions)===null||n===void 0?void 0:n.map((s,o)=>{let a=0,l=d=>{if(d.preventDefault(),
a>Date.now()-100)return;let p=cn(i.state.field($t).diagnostics,e);p&&s.apply(i,p.from,p.to),a=Date.now()},{name:c}=s,f=r[o]?c.indexOf(r[o]):-1,u=f<0?c:[c.slice(
0,f),Qt("u",c.slice(f,f+1)),c.slice(f+1)],h=s.markClass?" "+s.markClass:"";return Qt("button",{type:"button",class:"cm-diagnosticAction"+h,onclick:l,onmousedown:l,
"aria-label":` Action: ${c}${f<0?"":` (access key "${r[o]})"`}.`},u)}),e.source&&Qt("div",{class:"cm-diagnosticSource"},e.source))}var Mh=class extends Zt{constructor(e){
super(),this.sev=e}eq(e){return e.sev==this.sev}toDOM(){return Qt("span",{class:"cm-lintPoint cm-lintPoint-"+this.sev})}},Cl=class{constructor(e,t){this.diagnostic=
t,this.id="item_"+Math.floor(Math.random()*4294967295).toString(16),this.dom=vO(e,t,!0),this.dom.id=this.id,this.dom.setAttribute("role","option")}},wo=class i{constructor(e){
this.view=e,this.items=[];let t=r=>{if(!(r.ctrlKey||r.altKey||r.metaKey)){if(r.keyCode==27)dO(this.view),this.view.focus();else if(r.keyCode==38||r.keyCode==33)
this.moveSelection((this.selectedIndex-1+this.items.length)%this.items.length);else if(r.keyCode==40||r.keyCode==34)this.moveSelection((this.selectedIndex+1)%this.
items.length);else if(r.keyCode==36)this.moveSelection(0);else if(r.keyCode==35)this.moveSelection(this.items.length-1);else if(r.keyCode==13)this.view.focus();else if(r.
keyCode>=65&&r.keyCode<=90&&this.selectedIndex>=0){let{diagnostic:s}=this.items[this.selectedIndex],o=yO(s.actions);for(let a=0;a<o.length;a++)if(o[a].toUpperCase().
charCodeAt(0)==r.keyCode){let l=cn(this.view.state.field($t).diagnostics,s);l&&s.actions[a].apply(e,l.from,l.to)}}else return;r.preventDefault()}},n=r=>{for(let s=0;s<
this.items.length;s++)this.items[s].dom.contains(r.target)&&this.moveSelection(s)};this.list=Qt("ul",{tabIndex:0,role:"listbox","aria-label":this.view.state.phrase(
"Diagnostics"),onkeydown:t,onclick:n}),this.dom=Qt("div",{class:"cm-panel-lint"},this.list,Qt("button",{type:"button",name:"close","aria-label":this.view.state.
phrase("close"),onclick:()=>dO(this.view)},"×")),this.update()}get selectedIndex(){let e=this.view.state.field($t).selected;if(!e)return-1;for(let t=0;t<this.items.
length;t++)if(this.items[t].diagnostic==e.diagnostic)return t;return-1}update(){let{diagnostics:e,selected:t}=this.view.state.field($t),n=0,r=!1,s=null,o=new Set;
for(e.between(0,this.view.state.doc.length,(a,l,{spec:c})=>{for(let f of c.diagnostics){if(o.has(f))continue;o.add(f);let u=-1,h;for(let d=n;d<this.items.length;d++)
if(this.items[d].diagnostic==f){u=d;break}u<0?(h=new Cl(this.view,f),this.items.splice(n,0,h),r=!0):(h=this.items[u],u>n&&(this.items.splice(n,u-n),r=!0)),t&&h.
diagnostic==t.diagnostic?h.dom.hasAttribute("aria-selected")||(h.dom.setAttribute("aria-selected","true"),s=h):h.dom.hasAttribute("aria-selected")&&h.dom.removeAttribute(
"aria-selected"),n++}});n<this.items.length&&!(this.items.length==1&&this.items[0].diagnostic.from<0);)r=!0,this.items.pop();this.items.length==0&&(this.items.push(
new Cl(this.view,{from:-1,to:-1,severity:"info",message:this.view.state.phrase("No diagnostics")})),r=!0),s?(this.list.setAttribute("aria-activedescendant",s.id),
this.view.requestMeasure({key:this,read:()=>({sel:s.dom.getBoundingClientRect(),panel:this.list.getBoundingClientRect()}),write:({sel:a,panel:l})=>{let c=l.height/
this.list.offsetHeight;a.top<l.top?this.list.scrollTop-=(l.top-a.top)/c:a.bottom>l.bottom&&(this.list.scrollTop+=(a.bottom-l.bottom)/c)}})):this.selectedIndex<0&&
this.list.removeAttribute("aria-activedescendant"),r&&this.sync()}sync(){let e=this.list.firstChild;function t(){let n=e;e=n.nextSibling,n.remove()}for(let n of this.
items)if(n.dom.parentNode==this.list){for(;e!=n.dom;)t();e=n.dom.nextSibling}else this.list.insertBefore(n.dom,e);for(;e;)t()}moveSelection(e){if(this.selectedIndex<
0)return;let t=this.view.state.field($t),n=cn(t.diagnostics,this.items[e].diagnostic);n&&this.view.dispatch({selection:{anchor:n.from,head:n.to},scrollIntoView:!0,
effects:gO.of(n)})}static open(e){return new i(e)}};function BE(i,e='viewBox="0 0 40 40"'){return`url('data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg\
" ${e}>${encodeURIComponent(i)}</svg>')`}function Dl(i){return BE(`<path d="m0 2.5 l2 -1.5 l1 0 l2 1.5 l1 0" stroke="${i}" fill="none" stroke-width=".7"/>`,'wid\
th="6" height="3"')}var UE=U.baseTheme({".cm-diagnostic":{padding:"3px 6px 3px 8px",marginLeft:"-1px",display:"block",whiteSpace:"pre-wrap"},".cm-diagnostic-err\
or":{borderLeft:"5px solid #d11"},".cm-diagnostic-warning":{borderLeft:"5px solid orange"},".cm-diagnostic-info":{borderLeft:"5px solid #999"},".cm-diagnostic-h\
int":{borderLeft:"5px solid #66d"},".cm-diagnosticAction":{font:"inherit",border:"none",padding:"2px 4px",backgroundColor:"#444",color:"white",borderRadius:"3px",
marginLeft:"8px",cursor:"pointer"},".cm-diagnosticSource":{fontSize:"70%",opacity:.7},".cm-lintRange":{backgroundPosition:"left bottom",backgroundRepeat:"repeat\
-x",paddingBottom:"0.7px"},".cm-lintRange-error":{backgroundImage:Dl("#f11")},".cm-lintRange-warning":{backgroundImage:Dl("orange")},".cm-lintRange-info":{backgroundImage:Dl(
"#999")},".cm-lintRange-hint":{backgroundImage:Dl("#66d")},".cm-lintRange-active":{backgroundColor:"#ffdd9980"},".cm-tooltip-lint":{padding:0,margin:0},".cm-lin\
tPoint":{position:"relative","&:after":{content:'""',position:"absolute",bottom:0,left:"-2px",borderLeft:"3px solid transparent",borderRight:"3px solid transpar\
ent",borderBottom:"4px solid #d11"}},".cm-lintPoint-warning":{"&:after":{borderBottomColor:"orange"}},".cm-lintPoint-info":{"&:after":{borderBottomColor:"#999"}},
".cm-lintPoint-hint":{"&:after":{borderBottomColor:"#66d"}},".cm-panel.cm-panel-lint":{position:"relative","& ul":{maxHeight:"100px",overflowY:"auto","& [aria-s\
elected]":{backgroundColor:"#ddd","& u":{textDecoration:"underline"}},"&:focus [aria-selected]":{background_fallback:"#bdf",backgroundColor:"Highlight",color_fallback:"\
white",color:"HighlightText"},"& u":{textDecoration:"none"},padding:0,margin:0},"& [name=close]":{position:"absolute",top:"0",right:"2px",background:"inherit",border:"\
none",font:"inherit",padding:0,margin:0}},"&dark .cm-lintRange-active":{backgroundColor:"#86714a80"},"&dark .cm-panel.cm-panel-lint ul":{"& [aria-selected]":{backgroundColor:"\
#2e343e"}}});function $E(i){return i=="error"?4:i=="warning"?3:i=="info"?2:1}function jE(i){let e="hint",t=1;for(let n of i){let r=$E(n.severity);r>t&&(t=r,e=n.
severity)}return e}var TO=fg(ME,{hideOn:RE}),bO=[$t,U.decorations.compute([$t],i=>{let{selected:e,panel:t}=i.field($t);return!e||!t||e.from==e.to?re.none:re.set([PE.range(e.from,e.
to)])}),TO,UE];function er(i){let e=Object.keys(i),t=e.length,n=new Array(t);for(let r=0;r<t;++r)n[r]=i[e[r]];return n}function Se(i,e){return qE(e,SO(i.string))}function qE(i,e){
if(!e||e.trim()===""||e.trim()===":"||e.trim()==="{")return Fh(i,n=>!n.isDeprecated);let t=i.map(n=>({proximity:GE(SO(n.label),e),entry:n}));return Fh(Fh(t,n=>n.
proximity<=2),n=>!n.entry.isDeprecated).sort((n,r)=>(n.entry.isDeprecated?1:0)-(r.entry.isDeprecated?1:0)||n.proximity-r.proximity||n.entry.label.length-r.entry.
label.length).map(n=>n.entry)}function Fh(i,e){let t=i.filter(e);return t.length===0?i:t}function SO(i){return i.toLowerCase().replaceAll(/\W/g,"")}function GE(i,e){
let t=WE(e,i);return i.length>e.length&&(t-=i.length-e.length-1,t+=i.indexOf(e)===0?0:.5),t}function WE(i,e){let t,n,r=[],s=i.length,o=e.length;for(t=0;t<=s;t++)
r[t]=[t];for(n=1;n<=o;n++)r[0][n]=n;for(t=1;t<=s;t++)for(n=1;n<=o;n++){let a=i[t-1]===e[n-1]?0:1;r[t][n]=Math.min(r[t-1][n]+1,r[t][n-1]+1,r[t-1][n-1]+a),t>1&&n>
1&&i[t-1]===e[n-2]&&i[t-2]===e[n-1]&&(r[t][n]=Math.min(r[t][n],r[t-2][n-2]+a))}return r[s][o]}var HE=i=>` {
   $${i??1}
}`,No=(i,e,t)=>{if(!e)return t??i;let n=he(e);return J(n)||ne(n)||ue(n)||Ye(n)?i+HE():t??i},Qh=(i,e,t)=>{if(ue(e)){let n=he(e.ofType);return i+`[${No("",n,"$1")}\
]`}return No(i,e,t)},xO=i=>{let e=i.args.filter(t=>t.type.toString().endsWith("!"));if(e.length)return i.name+`(${e.map((t,n)=>`${t.name}: $${n+1}`)}) ${No("",i.
type,`
`)}`};var kO;(function(i){function e(t){return typeof t=="string"}i.is=e})(kO||(kO={}));var Vh;(function(i){function e(t){return typeof t=="string"}i.is=e})(Vh||(Vh={}));
var EO;(function(i){i.MIN_VALUE=-2147483648,i.MAX_VALUE=2147483647;function e(t){return typeof t=="number"&&i.MIN_VALUE<=t&&t<=i.MAX_VALUE}i.is=e})(EO||(EO={}));
var Ml;(function(i){i.MIN_VALUE=0,i.MAX_VALUE=2147483647;function e(t){return typeof t=="number"&&i.MIN_VALUE<=t&&t<=i.MAX_VALUE}i.is=e})(Ml||(Ml={}));var Ti;(function(i){
function e(n,r){return n===Number.MAX_VALUE&&(n=Ml.MAX_VALUE),r===Number.MAX_VALUE&&(r=Ml.MAX_VALUE),{line:n,character:r}}i.create=e;function t(n){let r=n;return T.
objectLiteral(r)&&T.uinteger(r.line)&&T.uinteger(r.character)}i.is=t})(Ti||(Ti={}));var Ce;(function(i){function e(n,r,s,o){if(T.uinteger(n)&&T.uinteger(r)&&T.uinteger(
s)&&T.uinteger(o))return{start:Ti.create(n,r),end:Ti.create(s,o)};if(Ti.is(n)&&Ti.is(r))return{start:n,end:r};throw new Error(`Range#create called with invalid \
arguments[${n}, ${r}, ${s}, ${o}]`)}i.create=e;function t(n){let r=n;return T.objectLiteral(r)&&Ti.is(r.start)&&Ti.is(r.end)}i.is=t})(Ce||(Ce={}));var Ll;(function(i){
function e(n,r){return{uri:n,range:r}}i.create=e;function t(n){let r=n;return T.objectLiteral(r)&&Ce.is(r.range)&&(T.string(r.uri)||T.undefined(r.uri))}i.is=t})(
Ll||(Ll={}));var wO;(function(i){function e(n,r,s,o){return{targetUri:n,targetRange:r,targetSelectionRange:s,originSelectionRange:o}}i.create=e;function t(n){let r=n;
return T.objectLiteral(r)&&Ce.is(r.targetRange)&&T.string(r.targetUri)&&Ce.is(r.targetSelectionRange)&&(Ce.is(r.originSelectionRange)||T.undefined(r.originSelectionRange))}
i.is=t})(wO||(wO={}));var Bh;(function(i){function e(n,r,s,o){return{red:n,green:r,blue:s,alpha:o}}i.create=e;function t(n){let r=n;return T.objectLiteral(r)&&T.
numberRange(r.red,0,1)&&T.numberRange(r.green,0,1)&&T.numberRange(r.blue,0,1)&&T.numberRange(r.alpha,0,1)}i.is=t})(Bh||(Bh={}));var NO;(function(i){function e(n,r){
return{range:n,color:r}}i.create=e;function t(n){let r=n;return T.objectLiteral(r)&&Ce.is(r.range)&&Bh.is(r.color)}i.is=t})(NO||(NO={}));var AO;(function(i){function e(n,r,s){
return{label:n,textEdit:r,additionalTextEdits:s}}i.create=e;function t(n){let r=n;return T.objectLiteral(r)&&T.string(r.label)&&(T.undefined(r.textEdit)||ys.is(
r.textEdit))&&(T.undefined(r.additionalTextEdits)||T.typedArray(r.additionalTextEdits,ys.is))}i.is=t})(AO||(AO={}));var IO;(function(i){i.Comment="comment",i.Imports=
"imports",i.Region="region"})(IO||(IO={}));var DO;(function(i){function e(n,r,s,o,a,l){let c={startLine:n,endLine:r};return T.defined(s)&&(c.startCharacter=s),T.
defined(o)&&(c.endCharacter=o),T.defined(a)&&(c.kind=a),T.defined(l)&&(c.collapsedText=l),c}i.create=e;function t(n){let r=n;return T.objectLiteral(r)&&T.uinteger(
r.startLine)&&T.uinteger(r.endLine)&&(T.undefined(r.startCharacter)||T.uinteger(r.startCharacter))&&(T.undefined(r.endCharacter)||T.uinteger(r.endCharacter))&&(T.
undefined(r.kind)||T.string(r.kind))}i.is=t})(DO||(DO={}));var Uh;(function(i){function e(n,r){return{location:n,message:r}}i.create=e;function t(n){let r=n;return T.
defined(r)&&Ll.is(r.location)&&T.string(r.message)}i.is=t})(Uh||(Uh={}));var RO;(function(i){i.Error=1,i.Warning=2,i.Information=3,i.Hint=4})(RO||(RO={}));var CO;
(function(i){i.Unnecessary=1,i.Deprecated=2})(CO||(CO={}));var PO;(function(i){function e(t){let n=t;return T.objectLiteral(n)&&T.string(n.href)}i.is=e})(PO||(PO=
{}));var _l;(function(i){function e(s,o,a,l,c,f){let u={range:s,message:o};return T.defined(a)&&(u.severity=a),T.defined(l)&&(u.code=l),T.defined(c)&&(u.source=
c),T.defined(f)&&(u.relatedInformation=f),u}i.create=e;function t(s){var o;let a=s;return T.defined(a)&&Ce.is(a.range)&&(T.string(a.message)||ir.is(a.message))&&
(T.number(a.severity)||T.undefined(a.severity))&&(T.integer(a.code)||T.string(a.code)||T.undefined(a.code))&&(T.undefined(a.codeDescription)||T.string((o=a.codeDescription)===
null||o===void 0?void 0:o.href))&&(T.string(a.source)||T.undefined(a.source))&&(T.undefined(a.relatedInformation)||T.typedArray(a.relatedInformation,Uh.is))}i.is=
t;function n(s){return T.string(s.message)}i.is3_17=n;function r(s){if(T.string(s.message))return s.message;if(ir.is(s.message))return s.message.value;throw new Error(
`Unknown message type ${typeof s.message}`)}i.getMessageString=r})(_l||(_l={}));var Os;(function(i){function e(n,r,...s){let o={title:n,command:r};return T.defined(
s)&&s.length>0&&(o.arguments=s),o}i.create=e;function t(n){let r=n;return T.defined(r)&&T.string(r.title)&&(r.tooltip===void 0||T.string(r.tooltip))&&T.string(r.
command)}i.is=t})(Os||(Os={}));var ys;(function(i){function e(s,o){return{range:s,newText:o}}i.replace=e;function t(s,o){return{range:{start:s,end:s},newText:o}}
i.insert=t;function n(s){return{range:s,newText:""}}i.del=n;function r(s){let o=s;return T.objectLiteral(o)&&T.string(o.newText)&&Ce.is(o.range)}i.is=r})(ys||(ys=
{}));var Fl;(function(i){function e(n,r,s){let o={label:n};return r!==void 0&&(o.needsConfirmation=r),s!==void 0&&(o.description=s),o}i.create=e;function t(n){let r=n;
return T.objectLiteral(r)&&T.string(r.label)&&(T.boolean(r.needsConfirmation)||r.needsConfirmation===void 0)&&(T.string(r.description)||r.description===void 0)}
i.is=t})(Fl||(Fl={}));var tr;(function(i){function e(t){let n=t;return T.string(n)}i.is=e})(tr||(tr={}));var MO;(function(i){function e(s,o,a){return{range:s,newText:o,
annotationId:a}}i.replace=e;function t(s,o,a){return{range:{start:s,end:s},newText:o,annotationId:a}}i.insert=t;function n(s,o){return{range:s,newText:"",annotationId:o}}
i.del=n;function r(s){let o=s;return ys.is(o)&&(Fl.is(o.annotationId)||tr.is(o.annotationId))}i.is=r})(MO||(MO={}));var $h;(function(i){function e(n,r){return{textDocument:n,
edits:r}}i.create=e;function t(n){let r=n;return T.defined(r)&&Hh.is(r.textDocument)&&Array.isArray(r.edits)}i.is=t})($h||($h={}));var jh;(function(i){function e(n,r,s){
let o={kind:"create",uri:n};return r!==void 0&&(r.overwrite!==void 0||r.ignoreIfExists!==void 0)&&(o.options=r),s!==void 0&&(o.annotationId=s),o}i.create=e;function t(n){
let r=n;return r&&r.kind==="create"&&T.string(r.uri)&&(r.options===void 0||(r.options.overwrite===void 0||T.boolean(r.options.overwrite))&&(r.options.ignoreIfExists===
void 0||T.boolean(r.options.ignoreIfExists)))&&(r.annotationId===void 0||tr.is(r.annotationId))}i.is=t})(jh||(jh={}));var qh;(function(i){function e(n,r,s,o){let a={
kind:"rename",oldUri:n,newUri:r};return s!==void 0&&(s.overwrite!==void 0||s.ignoreIfExists!==void 0)&&(a.options=s),o!==void 0&&(a.annotationId=o),a}i.create=e;
function t(n){let r=n;return r&&r.kind==="rename"&&T.string(r.oldUri)&&T.string(r.newUri)&&(r.options===void 0||(r.options.overwrite===void 0||T.boolean(r.options.
overwrite))&&(r.options.ignoreIfExists===void 0||T.boolean(r.options.ignoreIfExists)))&&(r.annotationId===void 0||tr.is(r.annotationId))}i.is=t})(qh||(qh={}));var Gh;
(function(i){function e(n,r,s){let o={kind:"delete",uri:n};return r!==void 0&&(r.recursive!==void 0||r.ignoreIfNotExists!==void 0)&&(o.options=r),s!==void 0&&(o.
annotationId=s),o}i.create=e;function t(n){let r=n;return r&&r.kind==="delete"&&T.string(r.uri)&&(r.options===void 0||(r.options.recursive===void 0||T.boolean(r.
options.recursive))&&(r.options.ignoreIfNotExists===void 0||T.boolean(r.options.ignoreIfNotExists)))&&(r.annotationId===void 0||tr.is(r.annotationId))}i.is=t})(
Gh||(Gh={}));var Wh;(function(i){function e(t){let n=t;return n&&(n.changes!==void 0||n.documentChanges!==void 0)&&(n.documentChanges===void 0||n.documentChanges.
every(r=>T.string(r.kind)?jh.is(r)||qh.is(r)||Gh.is(r):$h.is(r)))}i.is=e})(Wh||(Wh={}));var LO;(function(i){function e(t){let n=t;return T.objectLiteral(n)&&Ce.is(n.range)&&Zh.isSnippet(n.snippet)&&(n.annotationId===void 0||Fl.is(n.annotationId)||tr.
is(n.annotationId))}i.is=e})(LO||(LO={}));var _O;(function(i){function e(n){return{uri:n}}i.create=e;function t(n){let r=n;return T.defined(r)&&T.string(r.uri)}i.is=t})(_O||(_O={}));var FO;(function(i){
function e(n,r){return{uri:n,version:r}}i.create=e;function t(n){let r=n;return T.defined(r)&&T.string(r.uri)&&T.integer(r.version)}i.is=t})(FO||(FO={}));var Hh;
(function(i){function e(n,r){return{uri:n,version:r}}i.create=e;function t(n){let r=n;return T.defined(r)&&T.string(r.uri)&&(r.version===null||T.integer(r.version))}
i.is=t})(Hh||(Hh={}));var QO;(function(i){i.ABAP="abap",i.WindowsBat="bat",i.BibTeX="bibtex",i.Clojure="clojure",i.Coffeescript="coffeescript",i.C="c",i.CPP="cp\
p",i.CSharp="csharp",i.CSS="css",i.D="d",i.Delphi="pascal",i.Diff="diff",i.Dart="dart",i.Dockerfile="dockerfile",i.Elixir="elixir",i.Erlang="erlang",i.FSharp="f\
sharp",i.GitCommit="git-commit",i.GitRebase="git-rebase",i.Go="go",i.Groovy="groovy",i.Handlebars="handlebars",i.Haskell="haskell",i.HTML="html",i.Ini="ini",i.Java=
"java",i.JavaScript="javascript",i.JavaScriptReact="javascriptreact",i.JSON="json",i.LaTeX="latex",i.Less="less",i.Lua="lua",i.Makefile="makefile",i.Markdown="m\
arkdown",i.ObjectiveC="objective-c",i.ObjectiveCPP="objective-cpp",i.Pascal="pascal",i.Perl="perl",i.Perl6="perl6",i.PHP="php",i.Plaintext="plaintext",i.Powershell=
"powershell",i.Pug="jade",i.Python="python",i.R="r",i.Razor="razor",i.Ruby="ruby",i.Rust="rust",i.SCSS="scss",i.SASS="sass",i.Scala="scala",i.ShaderLab="shaderl\
ab",i.ShellScript="shellscript",i.SQL="sql",i.Swift="swift",i.TypeScript="typescript",i.TypeScriptReact="typescriptreact",i.TeX="tex",i.VisualBasic="vb",i.XML="\
xml",i.XSL="xsl",i.YAML="yaml"})(QO||(QO={}));var VO;(function(i){function e(n,r,s,o){return{uri:n,languageId:r,version:s,text:o}}i.create=e;function t(n){let r=n;
return T.defined(r)&&T.string(r.uri)&&T.string(r.languageId)&&T.integer(r.version)&&T.string(r.text)}i.is=t})(VO||(VO={}));var Xh;(function(i){i.PlainText="plai\
ntext",i.Markdown="markdown";function e(t){let n=t;return n===i.PlainText||n===i.Markdown}i.is=e})(Xh||(Xh={}));var ir;(function(i){function e(t){let n=t;return T.
objectLiteral(t)&&Xh.is(n.kind)&&T.string(n.value)}i.is=e})(ir||(ir={}));var BO;(function(i){i.Text=1,i.Method=2,i.Function=3,i.Constructor=4,i.Field=5,i.Variable=
6,i.Class=7,i.Interface=8,i.Module=9,i.Property=10,i.Unit=11,i.Value=12,i.Enum=13,i.Keyword=14,i.Snippet=15,i.Color=16,i.File=17,i.Reference=18,i.Folder=19,i.EnumMember=
20,i.Constant=21,i.Struct=22,i.Event=23,i.Operator=24,i.TypeParameter=25})(BO||(BO={}));var fn;(function(i){i.PlainText=1,i.Snippet=2})(fn||(fn={}));var UO;(function(i){
i.Deprecated=1})(UO||(UO={}));var $O;(function(i){function e(n,r,s){return{newText:n,insert:r,replace:s}}i.create=e;function t(n){let r=n;return r&&T.string(r.newText)&&
Ce.is(r.insert)&&Ce.is(r.replace)}i.is=t})($O||($O={}));var un;(function(i){i.asIs=1,i.adjustIndentation=2})(un||(un={}));var jO;(function(i){i.Replace=1,i.Merge=
2})(jO||(jO={}));var qO;(function(i){function e(t){let n=t;return n&&(T.string(n.detail)||n.detail===void 0)&&(T.string(n.description)||n.description===void 0)}
i.is=e})(qO||(qO={}));var GO;(function(i){function e(t){return{label:t}}i.create=e})(GO||(GO={}));var WO;(function(i){function e(t,n){return{items:t||[],isIncomplete:!!n}}
i.create=e})(WO||(WO={}));var Ql;(function(i){function e(n){return n.replace(/[\\`*_{}[\]()#+\-.!]/g,"\\$&")}i.fromPlainText=e;function t(n){let r=n;return T.string(
r)||T.objectLiteral(r)&&T.string(r.language)&&T.string(r.value)}i.is=t})(Ql||(Ql={}));var HO;(function(i){function e(t){let n=t;return!!n&&T.objectLiteral(n)&&(ir.
is(n.contents)||Ql.is(n.contents)||T.typedArray(n.contents,Ql.is))&&(t.range===void 0||Ce.is(t.range))}i.is=e})(HO||(HO={}));var XO;(function(i){function e(t,n){
return n?{label:t,documentation:n}:{label:t}}i.create=e})(XO||(XO={}));var YO;(function(i){function e(t,n,...r){let s={label:t};return T.defined(n)&&(s.documentation=
n),T.defined(r)?s.parameters=r:s.parameters=[],s}i.create=e})(YO||(YO={}));var zO;(function(i){i.Text=1,i.Read=2,i.Write=3})(zO||(zO={}));var JO;(function(i){function e(t,n){
let r={range:t};return T.number(n)&&(r.kind=n),r}i.create=e})(JO||(JO={}));var ZO;(function(i){i.File=1,i.Module=2,i.Namespace=3,i.Package=4,i.Class=5,i.Method=
6,i.Property=7,i.Field=8,i.Constructor=9,i.Enum=10,i.Interface=11,i.Function=12,i.Variable=13,i.Constant=14,i.String=15,i.Number=16,i.Boolean=17,i.Array=18,i.Object=
19,i.Key=20,i.Null=21,i.EnumMember=22,i.Struct=23,i.Event=24,i.Operator=25,i.TypeParameter=26})(ZO||(ZO={}));var KO;(function(i){i.Deprecated=1})(KO||(KO={}));var ey;
(function(i){function e(t,n,r,s,o){let a={name:t,kind:n,location:{uri:s,range:r}};return o&&(a.containerName=o),a}i.create=e})(ey||(ey={}));var ty;(function(i){
function e(t,n,r,s){return s!==void 0?{name:t,kind:n,location:{uri:r,range:s}}:{name:t,kind:n,location:{uri:r}}}i.create=e})(ty||(ty={}));var iy;(function(i){function e(n,r,s,o,a,l){
let c={name:n,detail:r,kind:s,range:o,selectionRange:a};return l!==void 0&&(c.children=l),c}i.create=e;function t(n){let r=n;return r&&T.string(r.name)&&T.number(
r.kind)&&Ce.is(r.range)&&Ce.is(r.selectionRange)&&(r.detail===void 0||T.string(r.detail))&&(r.deprecated===void 0||T.boolean(r.deprecated))&&(r.children===void 0||
Array.isArray(r.children))&&(r.tags===void 0||Array.isArray(r.tags))}i.is=t})(iy||(iy={}));var ny;(function(i){i.Empty="",i.QuickFix="quickfix",i.Refactor="refa\
ctor",i.RefactorExtract="refactor.extract",i.RefactorInline="refactor.inline",i.RefactorMove="refactor.move",i.RefactorRewrite="refactor.rewrite",i.Source="sour\
ce",i.SourceOrganizeImports="source.organizeImports",i.SourceFixAll="source.fixAll",i.Notebook="notebook"})(ny||(ny={}));var Vl;(function(i){i.Invoked=1,i.Automatic=
2})(Vl||(Vl={}));var ry;(function(i){function e(n,r,s){let o={diagnostics:n};return r!=null&&(o.only=r),s!=null&&(o.triggerKind=s),o}i.create=e;function t(n){let r=n;
return T.defined(r)&&T.typedArray(r.diagnostics,_l.is)&&(r.only===void 0||T.typedArray(r.only,T.string))&&(r.triggerKind===void 0||r.triggerKind===Vl.Invoked||r.
triggerKind===Vl.Automatic)}i.is=t})(ry||(ry={}));var Yh;(function(i){i.LLMGenerated=1;function e(t){return T.defined(t)&&t===i.LLMGenerated}i.is=e})(Yh||(Yh={}));
var sy;(function(i){function e(n,r,s){let o={title:n},a=!0;return typeof r=="string"?(a=!1,o.kind=r):Os.is(r)?o.command=r:o.edit=r,a&&s!==void 0&&(o.kind=s),o}i.
create=e;function t(n){let r=n;return r&&T.string(r.title)&&(r.diagnostics===void 0||T.typedArray(r.diagnostics,_l.is))&&(r.kind===void 0||T.string(r.kind))&&(r.
edit!==void 0||r.command!==void 0)&&(r.command===void 0||Os.is(r.command))&&(r.isPreferred===void 0||T.boolean(r.isPreferred))&&(r.edit===void 0||Wh.is(r.edit))&&
(r.tags===void 0||T.typedArray(r.tags,Yh.is))}i.is=t})(sy||(sy={}));var oy;(function(i){function e(n,r){let s={range:n};return T.defined(r)&&(s.data=r),s}i.create=
e;function t(n){let r=n;return T.defined(r)&&Ce.is(r.range)&&(T.undefined(r.command)||Os.is(r.command))}i.is=t})(oy||(oy={}));var ay;(function(i){function e(n,r){
return{tabSize:n,insertSpaces:r}}i.create=e;function t(n){let r=n;return T.defined(r)&&T.uinteger(r.tabSize)&&T.boolean(r.insertSpaces)}i.is=t})(ay||(ay={}));var ly;
(function(i){function e(n,r,s){return{range:n,target:r,data:s}}i.create=e;function t(n){let r=n;return T.defined(r)&&Ce.is(r.range)&&(T.undefined(r.target)||T.string(
r.target))}i.is=t})(ly||(ly={}));var cy;(function(i){function e(n,r){return{range:n,parent:r}}i.create=e;function t(n){let r=n;return T.objectLiteral(r)&&Ce.is(
r.range)&&(r.parent===void 0||i.is(r.parent))}i.is=t})(cy||(cy={}));var fy;(function(i){i.namespace="namespace",i.type="type",i.class="class",i.enum="enum",i.interface=
"interface",i.struct="struct",i.typeParameter="typeParameter",i.parameter="parameter",i.variable="variable",i.property="property",i.enumMember="enumMember",i.event=
"event",i.function="function",i.method="method",i.macro="macro",i.keyword="keyword",i.modifier="modifier",i.comment="comment",i.string="string",i.number="number",
i.regexp="regexp",i.operator="operator",i.decorator="decorator",i.label="label"})(fy||(fy={}));var uy;(function(i){i.declaration="declaration",i.definition="def\
inition",i.readonly="readonly",i.static="static",i.deprecated="deprecated",i.abstract="abstract",i.async="async",i.modification="modification",i.documentation="\
documentation",i.defaultLibrary="defaultLibrary"})(uy||(uy={}));var hy;(function(i){function e(t){let n=t;return T.objectLiteral(n)&&(n.resultId===void 0||typeof n.
resultId=="string")&&Array.isArray(n.data)&&(n.data.length===0||typeof n.data[0]=="number")}i.is=e})(hy||(hy={}));var dy;(function(i){function e(n,r){return{range:n,
text:r}}i.create=e;function t(n){let r=n;return r!=null&&Ce.is(r.range)&&T.string(r.text)}i.is=t})(dy||(dy={}));var py;(function(i){function e(n,r,s){return{range:n,
variableName:r,caseSensitiveLookup:s}}i.create=e;function t(n){let r=n;return r!=null&&Ce.is(r.range)&&T.boolean(r.caseSensitiveLookup)&&(T.string(r.variableName)||
r.variableName===void 0)}i.is=t})(py||(py={}));var my;(function(i){function e(n,r){return{range:n,expression:r}}i.create=e;function t(n){let r=n;return r!=null&&
Ce.is(r.range)&&(T.string(r.expression)||r.expression===void 0)}i.is=t})(my||(my={}));var gy;(function(i){function e(n,r){return{frameId:n,stoppedLocation:r}}i.
create=e;function t(n){let r=n;return T.defined(r)&&Ce.is(n.stoppedLocation)}i.is=t})(gy||(gy={}));var zh;(function(i){i.Type=1,i.Parameter=2;function e(t){return t===
1||t===2}i.is=e})(zh||(zh={}));var Jh;(function(i){function e(n){return{value:n}}i.create=e;function t(n){let r=n;return T.objectLiteral(r)&&(r.tooltip===void 0||
T.string(r.tooltip)||ir.is(r.tooltip))&&(r.location===void 0||Ll.is(r.location))&&(r.command===void 0||Os.is(r.command))}i.is=t})(Jh||(Jh={}));var Oy;(function(i){
function e(n,r,s){let o={position:n,label:r};return s!==void 0&&(o.kind=s),o}i.create=e;function t(n){let r=n;return T.objectLiteral(r)&&Ti.is(r.position)&&(T.string(
r.label)||T.typedArray(r.label,Jh.is))&&(r.kind===void 0||zh.is(r.kind))&&r.textEdits===void 0||T.typedArray(r.textEdits,ys.is)&&(r.tooltip===void 0||T.string(r.
tooltip)||ir.is(r.tooltip))&&(r.paddingLeft===void 0||T.boolean(r.paddingLeft))&&(r.paddingRight===void 0||T.boolean(r.paddingRight))}i.is=t})(Oy||(Oy={}));var Zh;
(function(i){function e(n){return{kind:"snippet",value:n}}i.createSnippet=e;function t(n){let r=n;return T.objectLiteral(r)&&r.kind==="snippet"&&T.string(r.value)}
i.isSnippet=t})(Zh||(Zh={}));var yy;(function(i){function e(t,n,r,s){return{insertText:t,filterText:n,range:r,command:s}}i.create=e})(yy||(yy={}));var vy;(function(i){
function e(t){return{items:t}}i.create=e})(vy||(vy={}));var Ty;(function(i){i.Invoked=1,i.Automatic=2})(Ty||(Ty={}));var by;(function(i){function e(t,n){return{
range:t,text:n}}i.create=e})(by||(by={}));var Sy;(function(i){function e(t,n){return{triggerKind:t,selectedCompletionInfo:n}}i.create=e})(Sy||(Sy={}));var xy;(function(i){
function e(t){let n=t;return T.objectLiteral(n)&&Vh.is(n.uri)&&T.string(n.name)}i.is=e})(xy||(xy={}));var ky;(function(i){function e(s,o,a,l){return new Kh(s,o,a,l)}i.create=e;function t(s){let o=s;return!!(T.defined(o)&&T.string(o.uri)&&(T.undefined(o.languageId)||
T.string(o.languageId))&&T.uinteger(o.lineCount)&&T.func(o.getText)&&T.func(o.positionAt)&&T.func(o.offsetAt))}i.is=t;function n(s,o){let a=s.getText(),l=r(o,(f,u)=>{
let h=f.range.start.line-u.range.start.line;return h===0?f.range.start.character-u.range.start.character:h}),c=a.length;for(let f=l.length-1;f>=0;f--){let u=l[f],
h=s.offsetAt(u.range.start),d=s.offsetAt(u.range.end);if(d<=c)a=a.substring(0,h)+u.newText+a.substring(d,a.length);else throw new Error("Overlapping edit");c=h}
return a}i.applyEdits=n;function r(s,o){if(s.length<=1)return s;let a=s.length/2|0,l=s.slice(0,a),c=s.slice(a);r(l,o),r(c,o);let f=0,u=0,h=0;for(;f<l.length&&u<
c.length;)o(l[f],c[u])<=0?s[h++]=l[f++]:s[h++]=c[u++];for(;f<l.length;)s[h++]=l[f++];for(;u<c.length;)s[h++]=c[u++];return s}})(ky||(ky={}));var Kh=class{constructor(e,t,n,r){
this._uri=e,this._languageId=t,this._version=n,this._content=r,this._lineOffsets=void 0}get uri(){return this._uri}get languageId(){return this._languageId}get version(){
return this._version}getText(e){if(e){let t=this.offsetAt(e.start),n=this.offsetAt(e.end);return this._content.substring(t,n)}return this._content}update(e,t){this.
_content=e.text,this._version=t,this._lineOffsets=void 0}getLineOffsets(){if(this._lineOffsets===void 0){let e=[],t=this._content,n=!0;for(let r=0;r<t.length;r++){
n&&(e.push(r),n=!1);let s=t.charAt(r);n=s==="\r"||s===`
`,s==="\r"&&r+1<t.length&&t.charAt(r+1)===`
`&&r++}n&&t.length>0&&e.push(t.length),this._lineOffsets=e}return this._lineOffsets}positionAt(e){e=Math.max(Math.min(e,this._content.length),0);let t=this.getLineOffsets(),
n=0,r=t.length;if(r===0)return Ti.create(0,e);for(;n<r;){let o=Math.floor((n+r)/2);t[o]>e?r=o:n=o+1}let s=n-1;return Ti.create(s,e-t[s])}offsetAt(e){let t=this.
getLineOffsets();if(e.line>=t.length)return this._content.length;if(e.line<0)return 0;let n=t[e.line],r=e.line+1<t.length?t[e.line+1]:this._content.length;return Math.
max(Math.min(n+e.character,r),n)}get lineCount(){return this.getLineOffsets().length}},T;(function(i){let e=Object.prototype.toString;function t(d){return typeof d<
"u"}i.defined=t;function n(d){return typeof d>"u"}i.undefined=n;function r(d){return d===!0||d===!1}i.boolean=r;function s(d){return e.call(d)==="[object String\
]"}i.string=s;function o(d){return e.call(d)==="[object Number]"}i.number=o;function a(d,p,m){return e.call(d)==="[object Number]"&&p<=d&&d<=m}i.numberRange=a;function l(d){
return e.call(d)==="[object Number]"&&-2147483648<=d&&d<=2147483647}i.integer=l;function c(d){return e.call(d)==="[object Number]"&&0<=d&&d<=2147483647}i.uinteger=
c;function f(d){return e.call(d)==="[object Function]"}i.func=f;function u(d){return d!==null&&typeof d=="object"}i.objectLiteral=u;function h(d,p){return Array.
isArray(d)&&d.every(p)}i.typedArray=h})(T||(T={}));var _i=class{constructor(e){this._start=0,this._pos=0,this.getStartOfToken=()=>this._start,this.getCurrentPosition=()=>this._pos,this.eol=()=>this._sourceText.length===
this._pos,this.sol=()=>this._pos===0,this.peek=()=>this._sourceText.charAt(this._pos)||null,this.next=()=>{let t=this._sourceText.charAt(this._pos);return this.
_pos++,t},this.eat=t=>{if(this._testNextCharacter(t))return this._start=this._pos,this._pos++,this._sourceText.charAt(this._pos-1)},this.eatWhile=t=>{let n=this.
_testNextCharacter(t),r=!1;for(n&&(r=n,this._start=this._pos);n;)this._pos++,n=this._testNextCharacter(t),r=!0;return r},this.eatSpace=()=>this.eatWhile(/[\s\u00a0]/),
this.skipToEnd=()=>{this._pos=this._sourceText.length},this.skipTo=t=>{this._pos=t},this.match=(t,n=!0,r=!1)=>{let s=null,o=null;return typeof t=="string"?(o=new RegExp(
t,r?"i":"g").test(this._sourceText.slice(this._pos,this._pos+t.length)),s=t):t instanceof RegExp&&(o=this._sourceText.slice(this._pos).match(t),s=o?.[0]),o!=null&&
(typeof t=="string"||o instanceof Array&&this._sourceText.startsWith(o[0],this._pos))?(n&&(this._start=this._pos,s&&s.length&&(this._pos+=s.length)),o):!1},this.
backUp=t=>{this._pos-=t},this.column=()=>this._pos,this.indentation=()=>{let t=this._sourceText.match(/\s*/),n=0;if(t&&t.length!==0){let r=t[0],s=0;for(;r.length>
s;)r.charCodeAt(s)===9?n+=2:n++,s++}return n},this.current=()=>this._sourceText.slice(this._start,this._pos),this._sourceText=e}_testNextCharacter(e){let t=this.
_sourceText.charAt(this._pos),n=!1;return typeof e=="string"?n=t===e:n=e instanceof RegExp?e.test(t):e(t),n}};function pe(i){return{ofRule:i}}function ie(i,e){return{ofRule:i,isList:!0,separator:e}}function Bl(i,e){let t=i.match;return i.match=n=>{let r=!1;return t&&(r=
t(n)),r&&e.every(s=>s.match&&!s.match(n))},i}function vs(i,e){return{style:e,match:t=>t.kind===i}}function j(i,e){return{style:e||"punctuation",match:t=>t.kind===
"Punctuation"&&t.value===i}}var Ul=i=>i===" "||i==="	"||i===","||i===`
`||i==="\r"||i==="\uFEFF"||i===" ",$l={Name:/^[_A-Za-z][_0-9A-Za-z]*/,Punctuation:/^(?:!|\$|\(|\)|\.\.\.|:|=|&|@|\[|]|\{|\||\})/,Number:/^-?(?:0|(?:[1-9][0-9]*))(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?/,
String:/^(?:"""(?:\\"""|[^"]|"[^"]|""[^"])*(?:""")?|"(?:[^"\\]|\\(?:"|\/|\\|b|f|n|r|t|u[0-9a-fA-F]{4}))*"?)/,Comment:/^#.*/},Ao={Document:[ie("Definition")],Definition(i){
switch(i.value){case"{":return"ShortQuery";case"query":return"Query";case"mutation":return"Mutation";case"subscription":return"Subscription";case"fragment":return g.
FRAGMENT_DEFINITION;case"schema":return"SchemaDef";case"scalar":return"ScalarDef";case"type":return"ObjectTypeDef";case"interface":return"InterfaceDef";case"uni\
on":return"UnionDef";case"enum":return"EnumDef";case"input":return"InputDef";case"extend":return"ExtendDef";case"directive":return"DirectiveDef"}},ShortQuery:["\
SelectionSet"],Query:[He("query"),pe(ge("def")),pe("VariableDefinitions"),ie("Directive"),"SelectionSet"],Mutation:[He("mutation"),pe(ge("def")),pe("VariableDef\
initions"),ie("Directive"),"SelectionSet"],Subscription:[He("subscription"),pe(ge("def")),pe("VariableDefinitions"),ie("Directive"),"SelectionSet"],VariableDefinitions:[
j("("),ie("VariableDefinition"),j(")")],VariableDefinition:["Variable",j(":"),"Type",pe("DefaultValue")],Variable:[j("$","variable"),ge("variable")],DefaultValue:[
j("="),"Value"],SelectionSet:[j("{"),ie("Selection"),j("}")],Selection(i,e){return i.value==="..."?e.match(/[\s\u00a0,]*(on\b|@|{)/,!1)?"InlineFragment":"Fragme\
ntSpread":e.match(/[\s\u00a0,]*:/,!1)?"AliasedField":"Field"},AliasedField:[ge("property"),j(":"),ge("qualifier"),pe("Arguments"),ie("Directive"),pe("SelectionS\
et")],Field:[ge("property"),pe("Arguments"),ie("Directive"),pe("SelectionSet")],Arguments:[j("("),ie("Argument"),j(")")],Argument:[ge("attribute"),j(":"),"Value"],
FragmentSpread:[j("..."),ge("def"),ie("Directive")],InlineFragment:[j("..."),pe("TypeCondition"),ie("Directive"),"SelectionSet"],FragmentDefinition:[He("fragmen\
t"),pe(Bl(ge("def"),[He("on")])),"TypeCondition",ie("Directive"),"SelectionSet"],TypeCondition:[He("on"),"NamedType"],Value(i){switch(i.kind){case"Number":return"\
NumberValue";case"String":return"StringValue";case"Punctuation":switch(i.value){case"[":return"ListValue";case"{":return"ObjectValue";case"$":return"Variable";case"\
&":return"NamedType"}return null;case"Name":switch(i.value){case"true":case"false":return"BooleanValue"}return i.value==="null"?"NullValue":"EnumValue"}},NumberValue:[
vs("Number","number")],StringValue:[{style:"string",match:i=>i.kind==="String",update(i,e){e.value.startsWith('"""')&&(i.inBlockstring=!e.value.slice(3).endsWith(
'"""'))}}],BooleanValue:[vs("Name","builtin")],NullValue:[vs("Name","keyword")],EnumValue:[ge("string-2")],ListValue:[j("["),ie("Value"),j("]")],ObjectValue:[j(
"{"),ie("ObjectField"),j("}")],ObjectField:[ge("attribute"),j(":"),"Value"],Type(i){return i.value==="["?"ListType":"NonNullType"},ListType:[j("["),"Type",j("]"),
pe(j("!"))],NonNullType:["NamedType",pe(j("!"))],NamedType:[XE("atom")],Directive:[j("@","meta"),ge("meta"),pe("Arguments")],DirectiveDef:[He("directive"),j("@",
"meta"),ge("meta"),pe("ArgumentsDef"),He("on"),ie("DirectiveLocation",j("|"))],InterfaceDef:[He("interface"),ge("atom"),pe("Implements"),ie("Directive"),pe("Fie\
ldsDef")],Implements:[He("implements"),ie("NamedType",j("&"))],DirectiveLocation:[ge("string-2")],SchemaDef:[He("schema"),ie("Directive"),j("{"),ie("OperationTy\
peDef"),j("}")],OperationTypeDef:[ge("keyword"),j(":"),ge("atom")],ScalarDef:[He("scalar"),ge("atom"),ie("Directive")],ObjectTypeDef:[He("type"),ge("atom"),pe("\
Implements"),ie("Directive"),pe("FieldsDef")],FieldsDef:[j("{"),ie("FieldDef"),j("}")],FieldDef:[ge("property"),pe("ArgumentsDef"),j(":"),"Type",ie("Directive")],
ArgumentsDef:[j("("),ie("InputValueDef"),j(")")],InputValueDef:[ge("attribute"),j(":"),"Type",pe("DefaultValue"),ie("Directive")],UnionDef:[He("union"),ge("atom"),
ie("Directive"),j("="),ie("UnionMember",j("|"))],UnionMember:["NamedType"],EnumDef:[He("enum"),ge("atom"),ie("Directive"),pe("EnumValuesDef")],EnumValuesDef:[j(
"{"),ie("EnumValueDef"),j("}")],EnumValueDef:[ge("string-2"),ie("Directive")],InputDef:[He("input"),ge("atom"),ie("Directive"),pe("InputFieldsDef")],InputFieldsDef:[
j("{"),ie("InputValueDef"),j("}")],ExtendDef:[He("extend"),"ExtensionDefinition"],ExtensionDefinition(i){switch(i.value){case"schema":return g.SCHEMA_EXTENSION;case"\
scalar":return g.SCALAR_TYPE_EXTENSION;case"type":return g.OBJECT_TYPE_EXTENSION;case"interface":return g.INTERFACE_TYPE_EXTENSION;case"union":return g.UNION_TYPE_EXTENSION;case"\
enum":return g.ENUM_TYPE_EXTENSION;case"input":return g.INPUT_OBJECT_TYPE_EXTENSION}},[g.SCHEMA_EXTENSION]:["SchemaDef"],[g.SCALAR_TYPE_EXTENSION]:["ScalarDef"],
[g.OBJECT_TYPE_EXTENSION]:["ObjectTypeDef"],[g.INTERFACE_TYPE_EXTENSION]:["InterfaceDef"],[g.UNION_TYPE_EXTENSION]:["UnionDef"],[g.ENUM_TYPE_EXTENSION]:["EnumDe\
f"],[g.INPUT_OBJECT_TYPE_EXTENSION]:["InputDef"]},Ey=Object.assign(Object.assign({},Ao),{FragmentArguments:[j("("),ie("FragmentArgument"),j(")")],FragmentArgument:[
ge("attribute"),j(":"),"Value"],FragmentSpread:[j("..."),ge("def"),pe("FragmentArguments"),ie("Directive")],FragmentDefinition:[He("fragment"),pe(Bl(ge("def"),[
He("on")])),pe("VariableDefinitions"),"TypeCondition",ie("Directive"),"SelectionSet"]});function He(i){return{style:"keyword",match:e=>e.kind==="Name"&&e.value===
i}}function ge(i){return{style:i,match:e=>e.kind==="Name",update(e,t){e.name=t.value}}}function XE(i){return{style:i,match:e=>e.kind==="Name",update(e,t){var n;
!((n=e.prevState)===null||n===void 0)&&n.prevState&&(e.name=t.value,e.prevState.prevState.type=t.value)}}}function nr(i={}){let e=Object.assign({eatWhitespace:t=>t.eatWhile(Ul),lexRules:$l,parseRules:i.experimentalFragmentArguments?Ey:Ao,editorConfig:{}},i);return{startState(){
let t={level:0,step:0,name:null,kind:null,type:null,rule:null,needsSeparator:!1,prevState:null};return Io(e.parseRules,t,g.DOCUMENT),t},token(t,n){return YE(t,n,
e)}}}function YE(i,e,t){var n;if(e.inBlockstring)return i.match(/.*"""/)?(e.inBlockstring=!1,"string"):(i.skipToEnd(),"string");let{lexRules:r,parseRules:s,eatWhitespace:o,
editorConfig:a}=t;if(e.rule&&e.rule.length===0?id(e):e.needsAdvance&&(e.needsAdvance=!1,td(e,!0)),i.sol()){let f=a?.tabSize||2;e.indentLevel=Math.floor(i.indentation()/
f)}if(o(i))return"ws";let l=JE(r,i);if(!l)return i.match(/\S+/)||i.match(/\s/),Io(ed,e,"Invalid"),"invalidchar";if(l.kind==="Comment")return Io(ed,e,"Comment"),
"comment";let c=wy({},e);if(l.kind==="Punctuation"){if(/^[{([]/.test(l.value))e.indentLevel!==void 0&&(e.levels=(e.levels||[]).concat(e.indentLevel+1));else if(/^[})\]]/.
test(l.value)){let f=e.levels=(e.levels||[]).slice(0,-1);e.indentLevel&&f.length>0&&f.at(-1)<e.indentLevel&&(e.indentLevel=f.at(-1))}}for(;e.rule;){let f=typeof e.
rule=="function"?e.step===0?e.rule(l,i):null:e.rule[e.step];if(e.needsSeparator&&(f=f?.separator),f){if(f.ofRule&&(f=f.ofRule),typeof f=="string"){Io(s,e,f);continue}
if(!((n=f.match)===null||n===void 0)&&n.call(f,l))return f.update&&f.update(e,l),l.kind==="Punctuation"?td(e,!0):e.needsAdvance=!0,f.style}zE(e)}return wy(e,c),
Io(ed,e,"Invalid"),"invalidchar"}function wy(i,e){let t=Object.keys(e);for(let n=0;n<t.length;n++)i[t[n]]=e[t[n]];return i}var ed={Invalid:[],Comment:[]};function Io(i,e,t){
if(!i[t])throw new TypeError("Unknown rule: "+t);e.prevState=Object.assign({},e),e.kind=t,e.name=null,e.type=null,e.rule=i[t],e.step=0,e.needsSeparator=!1}function id(i){
i.prevState&&(i.kind=i.prevState.kind,i.name=i.prevState.name,i.type=i.prevState.type,i.rule=i.prevState.rule,i.step=i.prevState.step,i.needsSeparator=i.prevState.
needsSeparator,i.prevState=i.prevState.prevState)}function td(i,e){var t;if(Ny(i)&&i.rule){let n=i.rule[i.step];if(n.separator){let{separator:r}=n;if(i.needsSeparator=
!i.needsSeparator,!i.needsSeparator&&r.ofRule)return}if(e)return}for(i.needsSeparator=!1,i.step++;i.rule&&!(Array.isArray(i.rule)&&i.step<i.rule.length);)id(i),
i.rule&&(Ny(i)?!((t=i.rule)===null||t===void 0)&&t[i.step].separator&&(i.needsSeparator=!i.needsSeparator):(i.needsSeparator=!1,i.step++))}function Ny(i){let e=Array.
isArray(i.rule)&&typeof i.rule[i.step]!="string"&&i.rule[i.step];return e&&e.isList}function zE(i){for(;i.rule&&!(Array.isArray(i.rule)&&i.rule[i.step].ofRule);)
id(i);i.rule&&td(i,!1)}function JE(i,e){let t=Object.keys(i);for(let n=0;n<t.length;n++){let r=e.match(i[t[n]]);if(r&&r instanceof Array)return{kind:t[n],value:r[0]}}}function rr(i,e,t){let n=i.split(`
`),r=nr(t),s=r.startState(),o="",a=new _i("");for(let l=0;l<n.length;l++){for(a=new _i(n[l]);!a.eol()&&(o=r.token(a,s),e(a,s,o,l)!=="BREAK"););e(a,s,o,l),s.kind||
(s=r.startState())}return{start:a.getStartOfToken(),end:a.getCurrentPosition(),string:a.current(),state:s,style:o}}var ii;(function(i){i.TYPE_SYSTEM="TYPE_SYSTE\
M",i.EXECUTABLE="EXECUTABLE",i.UNKNOWN="UNKNOWN"})(ii||(ii={}));var ZE=[g.SCHEMA_DEFINITION,g.OPERATION_TYPE_DEFINITION,g.SCALAR_TYPE_DEFINITION,g.OBJECT_TYPE_DEFINITION,
g.INTERFACE_TYPE_DEFINITION,g.UNION_TYPE_DEFINITION,g.ENUM_TYPE_DEFINITION,g.INPUT_OBJECT_TYPE_DEFINITION,g.DIRECTIVE_DEFINITION,g.SCHEMA_EXTENSION,g.SCALAR_TYPE_EXTENSION,
g.OBJECT_TYPE_EXTENSION,g.INTERFACE_TYPE_EXTENSION,g.UNION_TYPE_EXTENSION,g.ENUM_TYPE_EXTENSION,g.INPUT_OBJECT_TYPE_EXTENSION],KE=(i,e)=>{let t=ii.UNKNOWN;if(i)
try{ci(Nt(i,e),{enter(n){if(n.kind==="Document"){t=ii.EXECUTABLE;return}return ZE.includes(n.kind)?(t=ii.TYPE_SYSTEM,Qi):!1}})}catch{return t}return t};function Ay(i,e,t){
return e?.endsWith(".graphqls")?ii.TYPE_SYSTEM:KE(i,t)}function Do(i,e,t=0,n){let r=null,s=null,o=null,a=rr(i,(l,c,f,u)=>{if(!(u!==e.line||l.getCurrentPosition()+
t<e.character+1))return r=f,s=Object.assign({},c),o=l.current(),"BREAK"},n);return{start:a.start,end:a.end,string:o||a.string,state:s||a.state,style:r||a.style}}
function Ro(i,e,t,n,r,s=0){let o=n||Do(i,e,s,r);if(!o)return null;let a=o.state.kind==="Invalid"?o.state.prevState:o.state;if(!a)return null;let l=sr(t,o.state,
r?.fragmentDefinitions),c=r?.mode||Ay(i,r?.uri,r);return{token:o,state:a,typeInfo:l,mode:c}}function jl(i,e,t){return t===ki.name&&i.getQueryType()===e?ki:t===Ei.name&&i.getQueryType()===e?Ei:t===wi.name&&Be(e)?wi:"getFields"in e?e.getFields()[t]:null}
function Iy(i,e){let t=[],n=i;for(;n?.kind;)t.push(n),n=n.prevState;for(let r=t.length-1;r>=0;r--)e(t[r])}function Xi(i){let e;return Iy(i,t=>{switch(t.kind){case"\
Query":case"ShortQuery":case"Mutation":case"Subscription":case"FragmentDefinition":e=t;break}}),e}function ew(i,e,t){var n,r;if(!t)return null;let s=e.find(o=>o.
name.value===t);return(r=(n=s?.variableDefinitions)===null||n===void 0?void 0:n.flatMap(o=>{let a=De(i,o.type);return a?[{name:o.variable.name.value,type:a,description:void 0}]:
[]}))!==null&&r!==void 0?r:null}function sr(i,e,t=[]){let n,r,s,o,a,l,c,f,u,h,d,p;return Iy(e,m=>{var O,v;switch(m.kind){case I.QUERY:case"ShortQuery":d=i.getQueryType();
break;case I.MUTATION:d=i.getMutationType();break;case I.SUBSCRIPTION:d=i.getSubscriptionType();break;case I.INLINE_FRAGMENT:case I.FRAGMENT_DEFINITION:m.type&&
(d=i.getType(m.type));break;case I.FIELD:case I.ALIASED_FIELD:{!d||!m.name?a=null:(a=h?jl(i,h,m.name):null,d=a?a.type:null);break}case I.SELECTION_SET:h=he(d);break;case I.
DIRECTIVE:s=m.name?i.getDirective(m.name):null;break;case I.INTERFACE_DEF:m.name&&(f=null,p=new St({name:m.name,interfaces:[],fields:{}}));break;case I.OBJECT_TYPE_DEF:
m.name&&(p=null,f=new qe({name:m.name,interfaces:[],fields:{}}));break;case I.ARGUMENTS:case I.FRAGMENT_ARGUMENTS:{if(m.prevState)switch(m.prevState.kind){case I.
FIELD:r=a&&a.args;break;case I.DIRECTIVE:r=s&&s.args;break;case I.FRAGMENT_SPREAD:r=ew(i,t,m.prevState.name);break;case I.ALIASED_FIELD:{let N=(O=m.prevState)===
null||O===void 0?void 0:O.name;if(!N){r=null;break}let C=h?jl(i,h,N):null;if(!C){r=null;break}r=C.args;break}default:r=null;break}else r=null;break}case I.ARGUMENT:case I.
FRAGMENT_ARGUMENT:if(r){for(let N=0;N<r.length;N++)if(r[N].name===m.name){n=r[N];break}}l=n?.type;break;case I.VARIABLE_DEFINITION:case I.VARIABLE:d=l;break;case I.
ENUM_VALUE:let k=he(l);o=k instanceof ht?k.getValues().find(N=>N.value===m.name):null;break;case I.LIST_VALUE:let y=ai(l);l=y instanceof Ie?y.ofType:null;break;case I.
OBJECT_VALUE:let A=he(l);c=A instanceof Si?A:null,u=(v=c?.getFields())!==null&&v!==void 0?v:null;break;case I.OBJECT_FIELD:let b=m.name&&u?u[m.name]:null;l=b?.type,
a=b,d=a?a.type:null;break;case I.NAMED_TYPE:m.name&&(d=i.getType(m.name));break}}),{argDef:n,argDefs:r,directiveDef:s,enumValue:o,fieldDef:a,inputObjectType:c,inputType:l,
objectFieldDefs:u,parentType:h,type:d,interfaceDef:p,objectTypeDef:f}}function Nt(i,e){return Yi(i,e)}var tw={ALIASED_FIELD:"AliasedField",ARGUMENTS:"Arguments",FRAGMENT_ARGUMENTS:"FragmentArguments",FRAGMENT_ARGUMENT:"FragmentArgument",SHORT_QUERY:"ShortQuery",
QUERY:"Query",MUTATION:"Mutation",SUBSCRIPTION:"Subscription",TYPE_CONDITION:"TypeCondition",INVALID:"Invalid",COMMENT:"Comment",SCHEMA_DEF:"SchemaDef",SCALAR_DEF:"\
ScalarDef",OBJECT_TYPE_DEF:"ObjectTypeDef",OBJECT_VALUE:"ObjectValue",LIST_VALUE:"ListValue",INTERFACE_DEF:"InterfaceDef",UNION_DEF:"UnionDef",ENUM_DEF:"EnumDef",
ENUM_VALUE:"EnumValue",FIELD_DEF:"FieldDef",INPUT_DEF:"InputDef",INPUT_VALUE_DEF:"InputValueDef",ARGUMENTS_DEF:"ArgumentsDef",EXTEND_DEF:"ExtendDef",EXTENSION_DEFINITION:"\
ExtensionDefinition",DIRECTIVE_DEF:"DirectiveDef",IMPLEMENTS:"Implements",VARIABLE_DEFINITIONS:"VariableDefinitions",TYPE:"Type",VARIABLE:"Variable"},I=Object.assign(
Object.assign({},g),tw);var K;(function(i){i.Text=1,i.Method=2,i.Function=3,i.Constructor=4,i.Field=5,i.Variable=6,i.Class=7,i.Interface=8,i.Module=9,i.Property=10,i.Unit=11,i.Value=12,
i.Enum=13,i.Keyword=14,i.Snippet=15,i.Color=16,i.File=17,i.Reference=18,i.Folder=19,i.EnumMember=20,i.Constant=21,i.Struct=22,i.Event=23,i.Operator=24,i.TypeParameter=
25})(K||(K={}));function iw(i,e){let t=i;for(;t?.kind;){if(t.kind===e)return t;t=t.prevState}}function Co(i,e){try{return Nt(i,e).definitions.filter(o=>o.kind===g.FRAGMENT_DEFINITION)}catch{}
let t=new Map,n=new Map,r,s="";return rr(i,(o,a,l,c)=>{var f;let u=`${c}:${o.getCurrentPosition()}`;if(u===s)return;s=u;let h=o.current(),d=Xi(a),p=d?.kind===I.
FRAGMENT_DEFINITION?d:void 0,m=iw(a,I.VARIABLE_DEFINITIONS);if(!r&&p?.name&&m&&h.trim()==="(")r={fragmentName:p.name,source:h,line:c};else if(r&&(c!==r.line&&(r.
source+=`
`,r.line=c),(m||p?.name===r.fragmentName&&h.trim()===")")&&(r.source+=h),!m&&h.trim()===")")){try{let O=Nt(`query${r.source} { __typename }`).definitions[0];O.kind===
g.OPERATION_DEFINITION&&n.set(r.fragmentName,(f=O.variableDefinitions)!==null&&f!==void 0?f:[])}catch{}r=void 0}p?.name&&p.type&&t.set(p.name,{kind:I.FRAGMENT_DEFINITION,
name:{kind:g.NAME,value:p.name},variableDefinitions:n.get(p.name),selectionSet:{kind:I.SELECTION_SET,selections:[]},typeCondition:{kind:I.NAMED_TYPE,name:{kind:g.
NAME,value:p.type}}})},e),[...t.values()]}var ql={command:"editor.action.triggerSuggest",title:"Suggestions"},nw=(i,e)=>{let t=[];if(i)try{ci(Nt(i,e),{FragmentDefinition(n){t.push(n)}})}catch{return[]}return t};
function nd(i,e,t,n,r,s){var o;let a=Object.assign(Object.assign({},s),{schema:i}),l=Co(e,s),c=Array.isArray(r)?r:nw(r,s);for(let y of c)l.some(A=>A.name.value===
y.name.value)||l.push(y);let f=Ro(e,t,i,n,Object.assign(Object.assign({},s),{fragmentDefinitions:l}),1);if(!f)return[];let{state:u,typeInfo:h,mode:d,token:p}=f,
{kind:m,step:O,prevState:v}=u;if(m===I.DOCUMENT)return d===ii.TYPE_SYSTEM?rw(p):d===ii.EXECUTABLE?sw(p):ow(p);if(m===I.EXTEND_DEF)return aw(p);if(((o=v?.prevState)===
null||o===void 0?void 0:o.kind)===I.EXTENSION_DEFINITION&&u.name)return Se(p,[]);if(v?.kind===g.SCALAR_TYPE_EXTENSION)return Se(p,Object.values(i.getTypeMap()).
filter(dt).map(y=>({label:y.name,kind:K.Function})));if(v?.kind===g.OBJECT_TYPE_EXTENSION)return Se(p,Object.values(i.getTypeMap()).filter(y=>J(y)&&!y.name.startsWith(
"__")).map(y=>({label:y.name,kind:K.Function})));if(v?.kind===g.INTERFACE_TYPE_EXTENSION)return Se(p,Object.values(i.getTypeMap()).filter(te).map(y=>({label:y.name,
kind:K.Function})));if(v?.kind===g.UNION_TYPE_EXTENSION)return Se(p,Object.values(i.getTypeMap()).filter(Me).map(y=>({label:y.name,kind:K.Function})));if(v?.kind===
g.ENUM_TYPE_EXTENSION)return Se(p,Object.values(i.getTypeMap()).filter(y=>ve(y)&&!y.name.startsWith("__")).map(y=>({label:y.name,kind:K.Function})));if(v?.kind===
g.INPUT_OBJECT_TYPE_EXTENSION)return Se(p,Object.values(i.getTypeMap()).filter(ne).map(y=>({label:y.name,kind:K.Function})));if(m===I.IMPLEMENTS||m===I.NAMED_TYPE&&
v?.kind===I.IMPLEMENTS)return fw(p,u,i,e,h);if(m===I.SELECTION_SET||m===I.FIELD||m===I.ALIASED_FIELD)return lw(p,h,a);if(m===I.ARGUMENTS||m===I.FRAGMENT_ARGUMENTS||
(m===I.ARGUMENT||m===I.FRAGMENT_ARGUMENT)&&O===0){let{argDefs:y}=h;if(y)return Se(p,y.map(A=>{var b;return{label:A.name,insertText:Qh(A.name+": ",A.type),insertTextMode:un.
adjustIndentation,insertTextFormat:fn.Snippet,command:ql,labelDetails:{detail:" "+String(A.type)},documentation:(b=A.description)!==null&&b!==void 0?b:void 0,kind:K.
Variable,type:A.type}}))}if((m===I.OBJECT_VALUE||m===I.OBJECT_FIELD&&O===0)&&h.objectFieldDefs){let y=er(h.objectFieldDefs),A=m===I.OBJECT_VALUE?K.Value:K.Field;
return Se(p,y.map(b=>{var N;return{label:b.name,detail:String(b.type),documentation:(N=b?.description)!==null&&N!==void 0?N:void 0,kind:A,type:b.type,insertText:Qh(
b.name+": ",b.type),insertTextMode:un.adjustIndentation,insertTextFormat:fn.Snippet,command:ql}}))}if(m===I.ENUM_VALUE||m===I.LIST_VALUE&&O===1||m===I.OBJECT_FIELD&&
O===2||(m===I.ARGUMENT||m===I.FRAGMENT_ARGUMENT)&&O===2)return cw(p,h,e,i);if(m===I.VARIABLE&&O===1){let y=he(h.inputType),A=sd(e,i,p,s);return Se(p,A.filter(b=>b.
detail===y?.name))}if(m===I.TYPE_CONDITION&&O===1||m===I.NAMED_TYPE&&v!=null&&v.kind===I.TYPE_CONDITION)return uw(p,h,i,m);if(m===I.FRAGMENT_SPREAD&&O===1)return hw(
p,h,i,l);let k=Py(u);return k.kind===I.FIELD_DEF?Se(p,Object.values(i.getTypeMap()).filter(y=>oi(y)&&!y.name.startsWith("__")).map(y=>({label:y.name,kind:K.Function,
insertText:s?.fillLeafsOnComplete?y.name+`
`:y.name,insertTextMode:un.adjustIndentation}))):k.kind===I.INPUT_VALUE_DEF&&O===2?Se(p,Object.values(i.getTypeMap()).filter(y=>Ge(y)&&!y.name.startsWith("__")).
map(y=>({label:y.name,kind:K.Function,insertText:s?.fillLeafsOnComplete?y.name+`
$1`:y.name,insertTextMode:un.adjustIndentation,insertTextFormat:fn.Snippet}))):m===I.VARIABLE_DEFINITION&&O===2||m===I.LIST_TYPE&&O===1||m===I.NAMED_TYPE&&v&&(v.
kind===I.VARIABLE_DEFINITION||v.kind===I.LIST_TYPE||v.kind===I.NON_NULL_TYPE)?mw(p,i,m):m===I.DIRECTIVE?gw(p,u,i,m):m===I.DIRECTIVE_DEF?Ow(p,u,i,m):[]}var rd=[{
label:"type",kind:K.Function},{label:"interface",kind:K.Function},{label:"union",kind:K.Function},{label:"input",kind:K.Function},{label:"scalar",kind:K.Function},
{label:"schema",kind:K.Function}],Ry=[{label:"query",kind:K.Function},{label:"mutation",kind:K.Function},{label:"subscription",kind:K.Function},{label:"fragment",
kind:K.Function},{label:"{",kind:K.Constructor}];function rw(i){return Se(i,[{label:"extend",kind:K.Function},...rd])}function sw(i){return Se(i,Ry)}function ow(i){
return Se(i,[{label:"extend",kind:K.Function},...Ry,...rd])}function aw(i){return Se(i,rd)}function lw(i,e,t){var n;if(e.parentType){let{parentType:r}=e,s=[];return"\
getFields"in r&&(s=er(r.getFields())),Be(r)&&s.push(wi),r===((n=t?.schema)===null||n===void 0?void 0:n.getQueryType())&&s.push(ki,Ei),Se(i,s.map((o,a)=>{var l;let c={
sortText:String(a)+o.name,label:o.name,detail:String(o.type),documentation:(l=o.description)!==null&&l!==void 0?l:void 0,deprecated:!!o.deprecationReason,isDeprecated:!!o.
deprecationReason,deprecationReason:o.deprecationReason,kind:K.Field,labelDetails:{detail:" "+o.type.toString()},type:o.type};return t?.fillLeafsOnComplete&&(c.
insertText=xO(o),c.insertText||(c.insertText=No(o.name,o.type,o.name+(i.state.needsAdvance?"":`
`))),c.insertText&&(c.insertTextFormat=fn.Snippet,c.insertTextMode=un.adjustIndentation,c.command=ql)),c}))}return[]}function cw(i,e,t,n){let r=he(e.inputType),
s=0,o=ai(e.inputType);for(;o&&ue(o);)s++,o=ai(o.ofType);let a=c=>s>0?"[".repeat(s)+c+"]".repeat(s):void 0,l=sd(t,n,i).filter(c=>c.detail===r?.name);if(r instanceof
ht){let c=r.getValues();return Se(i,c.map(f=>{var u;return{label:f.name,insertText:a(f.name),detail:String(r),documentation:(u=f.description)!==null&&u!==void 0?
u:void 0,deprecated:!!f.deprecationReason,isDeprecated:!!f.deprecationReason,deprecationReason:f.deprecationReason,kind:K.EnumMember,type:r}}).concat(l))}return r===
xe?Se(i,l.concat([{label:"true",insertText:a("true"),detail:String(xe),documentation:"Not false.",kind:K.Variable,type:xe},{label:"false",insertText:a("false"),
detail:String(xe),documentation:"Not true.",kind:K.Variable,type:xe}])):l}function fw(i,e,t,n,r){if(e.needsSeparator)return[];let s=t.getTypeMap(),o=er(s).filter(
te),a=o.map(({name:d})=>d),l=new Set;rr(n,(d,p)=>{var m,O,v,k,y;if(p.name&&(p.kind===I.INTERFACE_DEF&&!a.includes(p.name)&&l.add(p.name),p.kind===I.NAMED_TYPE&&
((m=p.prevState)===null||m===void 0?void 0:m.kind)===I.IMPLEMENTS)){if(r.interfaceDef){if((O=r.interfaceDef)===null||O===void 0?void 0:O.getInterfaces().find(({
name:C})=>C===p.name))return;let b=t.getType(p.name),N=(v=r.interfaceDef)===null||v===void 0?void 0:v.toConfig();r.interfaceDef=new St(Object.assign(Object.assign(
{},N),{interfaces:[...N.interfaces,b||new St({name:p.name,fields:{}})]}))}else if(r.objectTypeDef){if((k=r.objectTypeDef)===null||k===void 0?void 0:k.getInterfaces().
find(({name:C})=>C===p.name))return;let b=t.getType(p.name),N=(y=r.objectTypeDef)===null||y===void 0?void 0:y.toConfig();r.objectTypeDef=new qe(Object.assign(Object.
assign({},N),{interfaces:[...N.interfaces,b||new St({name:p.name,fields:{}})]}))}}});let c=r.interfaceDef||r.objectTypeDef,u=(c?.getInterfaces()||[]).map(({name:d})=>d),
h=o.concat([...l].map(d=>({name:d}))).filter(({name:d})=>d!==c?.name&&!u.includes(d));return Se(i,h.map(d=>{let p={label:d.name,kind:K.Interface,type:d};return d?.
description&&(p.documentation=d.description),p}))}function uw(i,e,t,n){let r;if(e.parentType)if(Ye(e.parentType)){let s=Go(e.parentType),o=t.getPossibleTypes(s),
a=Object.create(null);for(let l of o)for(let c of l.getInterfaces())a[c.name]=c;r=o.concat(er(a))}else r=[e.parentType];else{let s=t.getTypeMap();r=er(s).filter(
o=>Be(o)&&!o.name.startsWith("__"))}return Se(i,r.map(s=>{let o=he(s);return{label:String(s),documentation:o?.description||"",kind:K.Field}}))}function hw(i,e,t,n){
let r=t.getTypeMap(),s=Xi(i.state),o=n.filter(a=>r[a.typeCondition.name.value]&&!(s&&s.kind===I.FRAGMENT_DEFINITION&&s.name===a.name.value)&&Be(e.parentType)&&Be(
r[a.typeCondition.name.value])&&mn(t,e.parentType,r[a.typeCondition.name.value]));return Se(i,o.map(a=>({label:a.name.value,detail:String(r[a.typeCondition.name.
value]),documentation:`fragment ${a.name.value} on ${a.typeCondition.name.value}`,labelDetails:{detail:`fragment ${a.name.value} on ${a.typeCondition.name.value}`},
kind:K.Field,type:r[a.typeCondition.name.value]})))}var dw=(i,e)=>{var t,n,r,s,o,a,l,c,f,u;if(((t=i.prevState)===null||t===void 0?void 0:t.kind)===e)return i.prevState;
if(((r=(n=i.prevState)===null||n===void 0?void 0:n.prevState)===null||r===void 0?void 0:r.kind)===e)return i.prevState.prevState;if(((a=(o=(s=i.prevState)===null||
s===void 0?void 0:s.prevState)===null||o===void 0?void 0:o.prevState)===null||a===void 0?void 0:a.kind)===e)return i.prevState.prevState.prevState;if(((u=(f=(c=
(l=i.prevState)===null||l===void 0?void 0:l.prevState)===null||c===void 0?void 0:c.prevState)===null||f===void 0?void 0:f.prevState)===null||u===void 0?void 0:u.
kind)===e)return i.prevState.prevState.prevState.prevState};function Dy(i){var e;let t=Xi(i);return t?.kind?`${t.kind}:${(e=t.name)!==null&&e!==void 0?e:""}`:void 0}
function pw(i,e){let t=i;for(;t?.kind;){if(t.kind===e)return!0;t=t.prevState}return!1}function sd(i,e,t,n){var r,s;let o=null,a,l,c=new Map,f=new Map,u=new Set;
rr(i,(m,O)=>{var v,k;let y=Dy(O),A=Xi(O);if(!(!y||!A)){if((A.kind===I.QUERY||A.kind===I.MUTATION||A.kind===I.SUBSCRIPTION||A.kind===I.SHORT_QUERY)&&u.add(y),O.kind===
I.FRAGMENT_SPREAD&&O.name){let b=(v=f.get(y))!==null&&v!==void 0?v:new Set;b.add(O.name),f.set(y,b)}if(O.kind===I.VARIABLE&&O.name&&pw(O,I.VARIABLE_DEFINITION)&&
(o=O.name,a=y),O.kind===I.NAMED_TYPE&&o&&a===y){let b=dw(O,I.TYPE);b?.type&&(l=e.getType(b.type))}if(o&&l&&a===y){let b=(k=c.get(y))!==null&&k!==void 0?k:new Map;
if(!b.has(o)){let N=t.string==="$"||t.state.kind===I.VARIABLE?o:"$"+o;b.set(o,{detail:l.toString(),insertText:N,label:"$"+o,rawInsert:N,type:l,kind:K.Variable}),
c.set(y,b)}o=null,a=void 0,l=null}}},n);let h=Xi(t.state),d=Dy(t.state);if(!h||!d)return[];let p=new Map((r=c.get(d))!==null&&r!==void 0?r:[]);if(h.kind===I.FRAGMENT_DEFINITION){
let m=(O,v,k=new Set)=>{if(k.has(O))return!1;k.add(O);let y=f.get(O);return y?.has(v)?!0:[...y??[]].some(A=>m(`${I.FRAGMENT_DEFINITION}:${A}`,v,k))};for(let O of u)
if(h.name&&m(O,h.name))for(let[v,k]of(s=c.get(O))!==null&&s!==void 0?s:[])p.has(v)||p.set(v,k)}return[...p.values()]}function mw(i,e,t){let n=e.getTypeMap(),r=er(
n).filter(Ge);return Se(i,r.map(s=>({label:s.name,documentation:s?.description||"",kind:K.Variable})))}function gw(i,e,t,n){var r;if(!((r=e.prevState)===null||r===
void 0)&&r.kind){let s=t.getDirectives().filter(o=>Cy(e.prevState,o));return Se(i,s.map(o=>({label:o.name,documentation:o?.description||"",kind:K.Function})))}return[]}
function Ow(i,e,t,n){let r=t.getDirectives().find(s=>s.name===e.name);return Se(i,r?.args.map(s=>({label:s.name,documentation:s.description||"",kind:K.Field}))||
[])}function Cy(i,e){if(!i?.kind)return!1;let{kind:t,prevState:n}=i,{locations:r}=e;switch(t){case I.QUERY:return r.includes(L.QUERY);case I.MUTATION:return r.includes(
L.MUTATION);case I.SUBSCRIPTION:return r.includes(L.SUBSCRIPTION);case I.FIELD:case I.ALIASED_FIELD:return r.includes(L.FIELD);case I.FRAGMENT_DEFINITION:return r.
includes(L.FRAGMENT_DEFINITION);case I.FRAGMENT_SPREAD:return r.includes(L.FRAGMENT_SPREAD);case I.INLINE_FRAGMENT:return r.includes(L.INLINE_FRAGMENT);case I.SCHEMA_DEF:
return r.includes(L.SCHEMA);case I.SCALAR_DEF:return r.includes(L.SCALAR);case I.OBJECT_TYPE_DEF:return r.includes(L.OBJECT);case I.FIELD_DEF:return r.includes(
L.FIELD_DEFINITION);case I.INTERFACE_DEF:return r.includes(L.INTERFACE);case I.UNION_DEF:return r.includes(L.UNION);case I.ENUM_DEF:return r.includes(L.ENUM);case I.
ENUM_VALUE:return r.includes(L.ENUM_VALUE);case I.INPUT_DEF:return r.includes(L.INPUT_OBJECT);case I.INPUT_VALUE_DEF:switch(n?.kind){case I.ARGUMENTS_DEF:return r.
includes(L.ARGUMENT_DEFINITION);case I.INPUT_DEF:return r.includes(L.INPUT_FIELD_DEFINITION)}}return!1}function Py(i){return i.prevState&&i.kind&&[I.NAMED_TYPE,
I.LIST_TYPE,I.TYPE,I.NON_NULL_TYPE].includes(i.kind)?Py(i.prevState):i}var yw=rv(Ly());var or=class{constructor(e,t){this.containsPosition=n=>this.start.line===n.line?this.start.character<=n.character:this.end.line===n.line?this.end.character>=n.character:
this.start.line<=n.line&&this.end.line>=n.line,this.start=e,this.end=t}setStart(e,t){this.start=new bi(e,t)}setEnd(e,t){this.end=new bi(e,t)}},bi=class{constructor(e,t){
this.lessThanOrEqualTo=n=>this.line<n.line||this.line===n.line&&this.character<=n.character,this.line=e,this.character=t}setLine(e){this.line=e}setCharacter(e){
this.character=e}};var vw=[Er,Lr,_r,Pr,Mr,Cr,xn,Sn,Nn,Ir,wn,An,Fr,xr,Dr];function Wl(i,e,t,n,r){let s=Qr.filter(a=>!(a===wr||a===Sr||n&&a===kr));return t&&Array.prototype.push.apply(
s,t),r&&Array.prototype.push.apply(s,vw),Vr(i,e,s).filter(a=>{if(a.message.includes("Unknown directive")&&a.nodes){let l=a.nodes[0];if(l&&l.kind===g.DIRECTIVE){
let c=l.name.value;if(c==="arguments"||c==="argumentDefinitions")return!1}}return!0})}var Po={Error:"Error",Warning:"Warning",Information:"Information",Hint:"Hint"},Hl={[Po.Error]:1,[Po.Warning]:2,[Po.Information]:3,[Po.Hint]:4},ad=(i,e)=>{if(!i)
throw new Error(e)};function ld(i,e=null,t,n,r,s){var o,a;let l=null,c="";r&&(c=typeof r=="string"?r:r.reduce((u,h)=>u+vt(h)+`

`,""));let f=c?`${i}

${c}`:i;try{l=Nt(f,s)}catch(u){if(u instanceof S){let h=Vy((a=(o=u.locations)===null||o===void 0?void 0:o[0])!==null&&a!==void 0?a:{line:0,column:0},f);return[{
severity:Hl.Error,message:u.message,source:"GraphQL: Syntax",range:h}]}throw u}return Qy(l,e,t,n)}function Qy(i,e=null,t,n){if(!e)return[];let r=Wl(e,i,t,n).flatMap(
o=>Fy(o,Hl.Error,"Validation")),s=Vr(e,i,[ha]).flatMap(o=>Fy(o,Hl.Warning,"Deprecation"));return r.concat(s)}function Fy(i,e,t){if(!i.nodes)return[];let n=[];for(let r of i.
nodes){let s=r.kind!=="Variable"&&"name"in r&&r.name!==void 0?r.name:"variable"in r&&r.variable!==void 0?r.variable:r;if(s){let o=Iw(s),{line:a,column:l}=o.startToken,
c=l+(o.end-o.start);n.push({source:`GraphQL: ${t}`,message:i.message,severity:e,range:new or(new bi(a-1,l-1),new bi(a-1,c))})}}return n}function Vy(i,e){let t=nr(),
n=t.startState(),r=e.split(`
`);ad(r.length>=i.line,"Query text must have more lines than where the error happened");let s=null;for(let c=0;c<i.line;c++)for(s=new _i(r[c]);!s.eol()&&t.token(
s,n)!=="invalidchar";);ad(s,"Expected Parser stream to be available.");let o=i.line-1,a=s.getStartOfToken(),l=s.getCurrentPosition();return new or(new bi(o,a),new bi(
o,l))}function Iw(i){let t=i.loc;return ad(t,"Expected ASTNode to have a location."),t}function By(i,e){return i.line(e.line+1).from+e.character}function $y(i,e){let t=i.lineAt(e);return new Mo(t.number-1,e-t.from)}var Mo=class{constructor(e,t){this.
line=e,this.character=t}setLine(e){this.line=e}setCharacter(e){this.character=e}lessThanOrEqualTo(e){return this.line<e.line||this.line===e.line&&this.character<=
e.character}},Cw=()=>navigator.userAgent.includes("Mac"),Pw=i=>Cw()?i.metaKey:i.ctrlKey,Mw=X.define(),Xl=_e.define({create(){},update(i,e){for(let t of e.effects)
if(t.is(Mw))return t.value;return i}}),Lw=X.define(),Yl=_e.define({create(){},update(i,e){for(let t of e.effects)if(t.is(Lw))return t.value;return i}});var cd=i=>i.field(Xl),fd=i=>i.field(Yl),_w={showErrorOnInvalidSchema:!0},Fw=(i,e)=>[Xl.init(()=>i),Yl.init(()=>Object.assign(Object.assign({},_w),e))];var Qw={__proto__:null,query:241,mutation:243,subscription:245,on:86,fragment:92,schema:102,scalar:114,type:120,implements:126,interface:140,union:146,enum:154,
input:164,directive:172,repeatable:176,extend:192},Vw=gs.deserialize({version:14,states:"LWOYQPOOO!WQPO'#C}O!`QPO'#C_OOQO'#C_'#C_O!iQPO'#DYOOQO'#Ev'#EvOOQO'#D_'\
#D_O!nQPO'#D^O#_QPO'#D^O!iQPO'#DhO!iQPO'#DrO!iQPO'#DuO!iQPO'#DyO!iQPO'#EOOOQO'#Dd'#DdO#fQPO'#ESOOQO'#D]'#D]O!vQPO'#E^OOQO'#Ea'#EaOOQO'#E]'#E]OOQO'#FT'#FTOOQO'#E\
u'#EuOOQO'#Eh'#EhQYQPOOOOQO'#C`'#C`OOQO'#DZ'#DZOOQO'#D`'#D`OOQO'#Di'#DiOOQO'#Ds'#DsOOQO'#Dv'#DvOOQO'#Dz'#DzOOQO'#EP'#EPOOQO'#ET'#ETOOQO'#E_'#E_O#kQPO'#CaO$VQPO'\
#DQO$[QPO'#DPO$sQPO'#DPO$xQPO'#DSO%WQPO'#DOOOQO'#En'#EnO%fQPO,59iOOQO'#Ca'#CaO%qQPO'#CxOOQO'#El'#ElO'hQPO'#CwO)[QPO'#CdOOQO,58y,58yO)aQPO,58yO)fQPO,58yO)nQPO,58\
yOOQO'#DT'#DTO)yQPO,59tO{QPO'#FUOOQO'#Db'#DbOOQO,59x,59xO*OQPO,59xO!nQPO,59xO!iQPO,5:PO!iQPO,5:SO!iQPO,5:^O!iQPO,5:aO!iQPO,5:eO!iQPO,5:jO*TQPO,5:nOOQO'#Df'#DfO*\
YQPO,5:SO+aQPO,5:^O,hQPO,5:aO-oQPO,5:eO.sQPO,5:jO/wQPO,5:nO!nQPO,5:xO!iQPO,5:|O!iQPO,5:}O!iQPO,5;OO!iQPO,5;PO!iQPO,5;QO!iQPO,5;ROOQO-E8f-E8fOOQO,59l,59lO0VQPO'#\
CzOOQO,59k,59kO0[QPO,59kO0mQPO,59kOOQO'#DR'#DRO0tQPO,59kO1OQPO,59nO!iQPO'#DVOOQO,59p,59pO)aQPO,59pO)fQPO,59pOOQO'#DW'#DWOOQO,59j,59jOOQO-E8l-E8lOOQO1G/T1G/TOOQO\
,59d,59dOOQO-E8j-E8jO1aQPO'#CeOOQO'#Ei'#EiO1fQPO,59OOOQO1G.e1G.eO)aQPO1G.eO)fQPO1G.eO)fQPO1G/`O1nQPO'#DcO1sQPO,5;pOOQO1G/d1G/dO*OQPO1G/dO1xQPO1G/kO4QQPO1G/nO5]Q\
PO1G/xO6hQPO1G/{O7pQPO1G0PO8xQPO1G0UO/wQPO1G0YO9PQPO1G/nO9WQPO'#DkO9`QPO'#FWOOQO'#Dn'#DnOOQO1G/n1G/nO9hQPO1G/nOOQO'#Dl'#DlO:iQPO1G/xOOQO1G/x1G/xO:pQPO1G/xO;qQPO\
1G/{O;xQPO'#DxO5dQPO1G/{O<QQQO'#FYOOQO'#D|'#D|OOQO1G0P1G0PO6oQPO1G0PO9`QPO'#FZOOQO'#ER'#EROOQO1G0U1G0UO7wQPO1G0UO<YQPO'#DqO!iQPO'#DqOOQO'#Ep'#EpO<_QPO'#DpO<pQSO\
1G0YO)yQPO1G0YO>QQPO1G0YOOQO'#EV'#EVOOQO1G0d1G0dO>YQPO1G0dO!qQPO1G0hO?ZQPO1G0iO?ZQPO1G0jO?fQPO1G0kO?nQPO1G0lO?vQPO1G0mOOQO'#C|'#C|O@OQPO'#C{OOQO'#Em'#EmO@TQPO,5\
9fOOQO1G/V1G/VO@]QPO1G/VO@nQPO1G/VOOQO1G/Y1G/YOOQO'#Cg'#CgOOQO,59q,59qOOQO1G/[1G/[O)aQPO1G/[O@uQPO,59POOQO-E8g-E8gOOQO1G.j1G.jOOQO7+$P7+$PO)aQPO7+$POOQO7+$z7+$z\
O)aQPO7+$zO!iQPO,59}OOQO1G1[1G1[OOQO7+%O7+%OOOQO7+%V7+%VOBOQPO7+%YOOQO7+%Y7+%YO@}QPO7+%YOCZQPO7+%dOOQO7+%d7+%dOBYQPO7+%dODfQPO7+%gODmQPO7+%gOOQO7+%k7+%kODtQPO7+\
%kOOQO7+%p7+%pOEuQPO7+%pO<pQSO7+%tO)yQPO7+%tO>QQPO7+%tO!iQPO,5:VOOQO,5:V,5:VOFvQPO'#DoO!iQPO'#DoOOQO'#Eo'#EoOGRQPO,5;rO!iQPO,5:dOOQO,5:d,5:dOG^QQO'#D}OGlQQO'#D}\
OOQO'#Eq'#EqOGqQQO,5;tOG|QPO,5;uO@uQPO,5:]OHXQPO,5:]OOQO-E8n-E8nOOQO'#EZ'#EZOOQO'#E['#E[OOQO'#EY'#EYOH^QPO7+%tOOQO'#EX'#EXO<sQSO'#EXOOQO7+&O7+&OOOQO7+&S7+&SOJcQ\
PO7+&TOOQO7+&T7+&TOIbQPO7+&TOKnQPO7+&UOOQO7+&U7+&UOJmQPO7+&UOLyQPO7+&VOMQQPO7+&VOOQO7+&W7+&WOMXQPO7+&WOOQO7+&X7+&XONYQPO7+&XO! ZQQO,59gOOQO-E8k-E8kOOQO1G/Q1G/QO\
OQO7+$q7+$qO! xQPO7+$qOOQO7+$v7+$vO@uQPO'#CjO!!ZQPO'#E|OOQO'#E|'#E|O!#UQPO1G.kOOQO<<Gk<<GkOOQO<<Hf<<HfOOQO1G/i1G/iOOQO<<Ht<<HtO!#gQPO<<HtOOQO<<IO<<IOO!$hQPO<<IO\
O!%iQPO<<IROOQO<<IV<<IVOOQO<<I[<<I[O!&mQPO<<I`O<pQSO<<I`O)yQPO<<I`OOQO1G/q1G/qO@uQPO,5:ZO!'qQPO,5:ZO!'vQPO,5:ZOOQO-E8m-E8mOOQO1G1^1G1^OOQO1G0O1G0OO!(RQQO'#CxO!(\
dQQO'#CwOOQO,5:i,5:iO!(rQQO,5:iOOQO-E8o-E8oOOQO1G1`1G1`OOQO1G1a1G1aO!)QQPO1G/wO@uQPO1G/wO<sQSO,5:sOOQO,5:s,5:sOOQO<<Io<<IoO!)lQPO<<IoOOQO<<Ip<<IpO!*mQPO<<IpO!+n\
QPO<<IqOOQO<<Ir<<IrOOQO<<Is<<IsO!,rQQO'#CsO!,yQPO'#CvOOQO'#FP'#FPO!-RQPO1G/ROOQO<<H]<<H]O!-^QPO,59UOOQO,59V,59VO! ZQQO'#ClOOQO7+$V7+$VO!-cQPO7+$VO!-nQPO7+$VOOQO\
AN>`AN>`OOQOAN>jAN>jO!-|QPOAN>zO<pQSOAN>zO!/QQPO1G/uO@uQPO1G/uO!/`QPO1G/uOOQO1G0T1G0TOOQO7+%c7+%cO!/eQPO7+%cO!/|QPO7+%cOOQO1G0_1G0_OOQOAN?ZAN?ZOOQOAN?[AN?[O!0TQ\
QO'#EjO!0xQQO,59_OOQO,59_,59_O!1PQPO'#FROOQO'#Ek'#EkO!1UQPO,59bOOQO,59b,59bOOQO7+$m7+$mOOQO1G.p1G.pOOQO,59W,59WOOQO<<Gq<<GqO!1^QPO<<GqO!1iQPOG24fOOQO7+%a7+%aO!2\
mQPO7+%aO@uQPO7+%aOOQO<<H}<<H}O!2{QPO<<H}OOQO,5;U,5;UOOQO-E8h-E8hOOQO1G.y1G.yO! ZQQO,5;mOOQO-E8i-E8iOOQO1G.|1G.|OOQOAN=]AN=]OOQO<<H{<<H{O!3dQPO<<H{OOQOAN>iAN>iO\
!3rQPO1G1XOOQOAN>gAN>gOOQO7+&s7+&s",stateData:"!4U~O#hOSPOS~OcUOiPO!OiO!TjO!^kO!hlO!kmO!onO!toO!xpO#SqO#lhO#mhO#nhO~O#krO#vvO~OV!OOiPOm{O#kzO~Oi!VOm{O~O!TjO!Z!c\
O!^kO!hlO!kmO!onO!toO~O!xpO~P!vOm!iO~OVuXhuXiuXmuX#kuX#oTX#tuX#vuX~O#o!rO~OV!sOiPOm{OhsX#ksX#tsX#vsX~O#k!wO~OiPOm{O{#OO#kzO~O#t#POhrX#krX#vrX~Oh#RO#krO#vvO~OV!s\
OilXmlXhlX#klX#tlX#vlXclX!OlX!TlX!^lX!hlX!klX!olX!tlX!xlX#SlX#flX#llX#mlX#nlX#rlXUlXYlX{lX!zlX#olX~Om{OikXhkX#kkX#tkX#vkXckX!OkX!TkX!^kX!hkX!kkX!okX!tkX!xkX#SkX\
#fkX#lkX#mkX#nkX#rkXUkXYkX{kX!zkX#okX~OY#UO~OiPO~OiPOm{O~OV!OOiPOm{O~O{#OO~Oi!VO~Om#gO~Oi#jOm{O!a#nOc![a!O![a!T![a!^![a!h![a!k![a!o![a!t![a!x![a#S![a#f![a#l![a#\
m![a#n![a~Oi#jOm{O!a#nOc!fa!O!fa!T!fa!^!fa!h!fa!k!fa!o!fa!t!fa!x!fa#S!fa#f!fa#l!fa#m!fa#n!fa~Om{O#r#sOc!iai!ia!O!ia!T!ia!^!ia!h!ia!k!ia!o!ia!t!ia!x!ia#S!ia#f!ia\
#l!ia#m!ia#n!ia~Oi#uOm{Oc!ma!O!ma!T!ma!^!ma!h!ma!k!ma!o!ma!t!ma!x!ma#S!ma#f!ma#l!ma#m!ma#n!ma~Oi#yOm{Oc!ra!O!ra!T!ra!^!ra!h!ra!k!ra!o!ra!t!ra!x!ra#S!ra#f!ra#l!r\
a#m!ra#n!ra~OcUO{#OO!z$UO#kzO~O#k$_O~OiPOhsa#ksa#tsa#vsa~Om{O~P0[OV!sOm{O~P0[Om{Ohva#kva#tva#vva~O#o$kO~OU$mOY#UO~O#o$rO~Oh$sO~Om{Oc!Xii!Xi!O!Xi!T!Xi!^!Xi!h!Xi!\
k!Xi!o!Xi!t!Xi!x!Xi#S!Xi#f!Xi#l!Xi#m!Xi#n!Xi~Oi#jOm{Oc![i!O![i!T![i!^![i!h![i!k![i!o![i!t![i!x![i#S![i#f![i#l![i#m![i#n![i~O!a#nO~P2|Oi#jOm{Oc!fi!O!fi!T!fi!^!fi\
!h!fi!k!fi!o!fi!t!fi!x!fi#S!fi#f!fi#l!fi#m!fi#n!fi~O!a#nO~P4XO#r#sOc!iii!ii!O!ii!T!ii!^!ii!h!ii!k!ii!o!ii!t!ii!x!ii#S!ii#f!ii#l!ii#m!ii#n!ii~Om{O~P5dOi#uOc!mi!O\
!mi!T!mi!^!mi!h!mi!k!mi!o!mi!t!mi!x!mi#S!mi#f!mi#l!mi#m!mi#n!mi~Om{O~P6oOi#yOc!ri!O!ri!T!ri!^!ri!h!ri!k!ri!o!ri!t!ri!x!ri#S!ri#f!ri#l!ri#m!ri#n!ri~Om{O~P7wO#y%V\
O~P2|O#kzO#y%VO~OcUO#kzO~Oi#jOc![i!O![i!T![i!^![i!h![i!k![i!o![i!t![i!x![i#S![i#f![i#l![i#m![i#n![i~O#y%VO~P4XOi#jOc!fi!O!fi!T!fi!^!fi!h!fi!k!fi!o!fi!t!fi!x!fi#\
S!fi#f!fi#l!fi#m!fi#n!fi~O#{%]O~P5gO#kzO#{%]O~OcUOf%_O~O#o%dO~OcUO#kzO{!dX!z!dX#o!dX~O#{%lO$O%gO$P%gO$Q%gO$R%gO$S%gO$T%gO$U%gO$V%gO$W%hO$X%hO$Y%hO$Z%hO$[%hO$]%h\
O$^%hO$_%hO$`%hO$a%hO$b%hO~O{#OO!z$UO~Oi!VOc#Qi!O#Qi!T#Qi!^#Qi!h#Qi!k#Qi!o#Qi!t#Qi!x#Qi#S#Qi#f#Qi#l#Qi#m#Qi#n#Qi~Oi#jOm{O!a#nO~Om{O#r#sO~Oi#uOm{O~Oi#yOm{O~O#o%{\
O~OU%}O#k$_O~OiPOhsi#ksi#tsi#vsi~Om{O~P@]O]&RO#kzO~Oi#jOc![q!O![q!T![q!^![q!h![q!k![q!o![q!t![q!x![q#S![q#f![q#l![q#m![q#n![q~Om{O#y%VO~P@}Oi#jOc!fq!O!fq!T!fq!^\
!fq!h!fq!k!fq!o!fq!t!fq!x!fq#S!fq#f!fq#l!fq#m!fq#n!fq~Om{O#y%VO~PBYOc!iqi!iq!O!iq!T!iq!^!iq!h!iq!k!iq!o!iq!t!iq!x!iq#S!iq#f!iq#l!iq#m!iq#n!iq~O#{%]O~PCeO#r#sO~P\
CeOi#uOc!mq!O!mq!T!mq!^!mq!h!mq!k!mq!o!mq!t!mq!x!mq#S!mq#f!mq#l!mq#m!mq#n!mq~Oi#yOc!rq!O!rq!T!rq!^!rq!h!rq!k!rq!o!rq!t!rq!x!rq#S!rq#f!rq#l!rq#m!rq#n!rq~OcUO#kzO\
#o&eO~OcUOh&iO#kzO~Om&kOc!qXf!qXh!qX~Of&nO~OcUOf%_Oh&pO~OcUOh&qO#kzO~O#o&sO~O#{&tOc!vqi!vq!O!vq!T!vq!^!vq!h!vq!k!vq!o!vq!t!vq!x!vq#S!vq#f!vq#l!vq#m!vq#n!vq~Oi#j\
Oc#Vq!O#Vq!T#Vq!^#Vq!h#Vq!k#Vq!o#Vq!t#Vq!x#Vq#S#Vq#f#Vq#l#Vq#m#Vq#n#Vq~Om{O#y%VO~PIbOi#jOc#Wq!O#Wq!T#Wq!^#Wq!h#Wq!k#Wq!o#Wq!t#Wq!x#Wq#S#Wq#f#Wq#l#Wq#m#Wq#n#Wq~O\
m{O#y%VO~PJmOc#Xqi#Xq!O#Xq!T#Xq!^#Xq!h#Xq!k#Xq!o#Xq!t#Xq!x#Xq#S#Xq#f#Xq#l#Xq#m#Xq#n#Xq~O#{%]O~PKxO#r#sO~PKxOi#uOc#Yq!O#Yq!T#Yq!^#Yq!h#Yq!k#Yq!o#Yq!t#Yq!x#Yq#S#Y\
q#f#Yq#l#Yq#m#Yq#n#Yq~Oi#yOc#Zq!O#Zq!T#Zq!^#Zq!h#Zq!k#Zq!o#Zq!t#Zq!x#Zq#S#Zq#f#Zq#l#Zq#m#Zq#n#Zq~OY'PO]&}Oa'POb'POc'POd'POe'POf'POi'OO~OiPOhsq#ksq#tsq#vsq~O#q'T\
OU#pXY#pXm#pX#r#pX#t#pXc#pX{#pX!z#pX#k#pX[#pXh#pX#o#pX~Om{O#r'UO#t'VOUXiYXi~Oi#jOc![y!O![y!T![y!^![y!h![y!k![y!o![y!t![y!x![y#S![y#f![y#l![y#m![y#n![y~Oi#jOc!fy\
!O!fy!T!fy!^!fy!h!fy!k!fy!o!fy!t!fy!x!fy#S!fy#f!fy#l!fy#m!fy#n!fy~O#{%]Oc!iyi!iy!O!iy!T!iy!^!iy!h!iy!k!iy!o!iy!t!iy!x!iy#S!iy#f!iy#l!iy#m!iy#n!iy~O#{&tOc!vyi!vy\
!O!vy!T!vy!^!vy!h!vy!k!vy!o!vy!t!vy!x!vy#S!vy#f!vy#l!vy#m!vy#n!vy~O#o'_O~OcUO#kzO#o'_O~OV!sOclXflXhlXmlX~Om&kOckXfkXhkX~Om&kOc!qaf!qah!qa~Om{O#r'UOc!ei{!ei!z!ei\
#k!eih!ei#o!ei~Oi#jOc#Vy!O#Vy!T#Vy!^#Vy!h#Vy!k#Vy!o#Vy!t#Vy!x#Vy#S#Vy#f#Vy#l#Vy#m#Vy#n#Vy~Oi#jOc#Wy!O#Wy!T#Wy!^#Wy!h#Wy!k#Wy!o#Wy!t#Wy!x#Wy#S#Wy#f#Wy#l#Wy#m#Wy#\
n#Wy~O#{%]Oc#Xyi#Xy!O#Xy!T#Xy!^#Xy!h#Xy!k#Xy!o#Xy!t#Xy!x#Xy#S#Xy#f#Xy#l#Xy#m#Xy#n#Xy~O['jO~P! ZOh'nO#kzO~O#t'oOUoi#koi~O['pO~O#t'rOUXqYXq~Om{O#t'rOUXqYXq~O#{&tO\
c!v!Ri!v!R!O!v!R!T!v!R!^!v!R!h!v!R!k!v!R!o!v!R!t!v!R!x!v!R#S!v!R#f!v!R#l!v!R#m!v!R#n!v!R~Om{Oc!cih!ci#k!ci~O#o'wO~Om{Oc!eq{!eq!z!eq#k!eqh!eq#o!eq~O#r'UO~P!/eO#t\
'zOY#^X[#^X]#^Xa#^Xb#^Xc#^Xd#^Xe#^Xf#^Xi#^X~O['|O~P! ZO#o'}O~Oh(PO#kzO~O#t(QOUXyYXy~O#{&tOc!v!Zi!v!Z!O!v!Z!T!v!Z!^!v!Z!h!v!Z!k!v!Z!o!v!Z!t!v!Z!x!v!Z#S!v!Z#f!v!Z\
#l!v!Z#m!v!Z#n!v!Z~Om{Oc!cqh!cq#k!cq~Om{Oc!ey{!ey!z!ey#k!eyh!ey#o!ey~Om{Oc!cyh!cy#k!cy~O#t(WOh#ui#k#ui~Obdaefe~",goto:":k$OPPP$P$T$[PP&d&jP&nPP'Z'd'mPPPPPP'vPP'\
v'}*|P,T,_,c,g-k-o-s-w-o.O-o.U.[P$P.oP.s.w.{/bP/l/|.w0P0TP0P0ZP0e0wP1P2T2X2e0P2nP0P2xP3S0P3dP3n4O0P4SP4^.w4nP4uP5P5]5i5i.s5q5uP5q5y5y5y5y5y5y5}6T6Z6a6g7r7x8O8U8\
cPPP8i8mPPPPP8qPP9WP9eP8m9iP9qP:Z:cTTOgSQOgR#]!VSsPyQ!SQS!TSvQ!dXQ!eYQ!fZQ!g[Q!h]Q#a![Q#b!]Q#c!^Q#d!_Q#e!`Q#f!a^#}!i#g#y$Q%X%c&gQ$X!kQ$Y!lQ$Z!mQ$[!nQ$]!oQ$^!pj$\
g!z#i#s$k$r%V%]%d&R&e&s'_'wS%X#j%[Q%e$OQ&g%YT'k'O'mQ!RQR#Z!ST#V!O#WQ$h!zQ%W#iQ%^#s^&S$k%d&R&e&s'_'wQ&X$rQ&d%VR&j%]_&S$k%d&R&e&s'_'w_&T$k%d&R&e&s'_'wQ'X&UQ'c&rR'\
y'dZ'P%{&}'U'i'}Q!QQQ!YVQ!utQ!|vS#Y!R!SQ#`!ZQ#m!dQ#q!eQ#t!fQ#x!gQ#|!hQ$W!jS$d!v!xQ$f!yQ$j!}Q$o#ZQ$q#[Q$u#aS$x#b#hS${#c#oQ$}#dQ%P#eQ%R#fQ%n$XQ%q$YQ%t$ZQ%v$[Q%x$]\
Q%z$^Q&P$eQ&Z$vQ&]$yQ&m%_Q&w%oQ&y%rQ'W&UQ'a&nQ'b&rQ's'XQ'u'^S'x'c'dQ(R'vQ(T'yR(V(S#Z|QVtv}!R!S!Z!d!e!f!g!h!j!v!x!y!}#Z#[#a#b#c#d#e#f#h#o$X$Y$Z$[$]$^$e$v$y%_%o%r\
&U&l&n&r'X'^'c'd'v'y(SQ!vtS#S{&kR$e!xT$a!s$bT$`!s$bSROgQ!PQQ!ttQ!{vU#X!Q!R!SU$c!u!v!xS$i!|!}S$n#Y#ZQ$p#[S&O$d$eQ&Q$jQ&V$oQ&W$qR'R&PTxPyTwPyTuPyStPyR!xuQ!USR!yvQ\
!}vR#[!US!zv!UQ$R!iU%S#g$S$TS&b%T%UR']&cTSOgTdOgT`OgSWOg^$O!i#g#y$Q%X%c&gS%Y#j%[T%`#u%bSVOgQ!ZWR!jaQ!XVS#_!Y!ZQ$V!jQ$t#`R%m$WR#^!VT^OgQ![WR!kaSXOgQ!]WR!laQ#h!dQ\
#o!eQ$v#bQ$y#cQ%o$YR%r$Z]#i!d!e#b#c$Y$ZQ#l!dQ#p!eU$w#b#h#mU$z#c#o#qQ%p$YQ%s$ZS&Y$v$xS&[$y${S&v%o%qS&x%r%tQ'Y&ZQ'Z&]Q'f&wR'g&yT%Z#j%[Q$T!iQ%U#gQ&f%XR'`&g_$P!i#g#\
y$Q%X%c&gSYOgQ!^WR!maSZOgQ!_WR!naQ#r!fS$|#d#tQ%u$[Q&^$}R&z%vS[OgQ!`WR!oaQ#w!gS%O#e#xQ%w$]Q&_%PR&{%xT%a#u%bS]OgQ!aWR!paQ#{!hS%Q#f#|Q%y$^Q&`%RR&|%zS_OgR!bWQ$S!iS%\
T#g$TR&c%UQ%j$RQ&a%SQ'[&bR't']W%k$R%S&b']Q&u%lR'e&t]%i$R%S%l&b&t']TcOgTaOgTbOgQgOR!qgQ#W!OR$l#WQ'i&}R'{'iQ'm'OR(O'm#Q}QVtv!R!S!Z!d!e!f!g!h!j!v!x!y!}#Z#[#a#b#c#d\
#e#f#h#o$X$Y$Z$[$]$^$e$v$y%o%r&U&r'X'^'c'd'v'y(SS#T}&lT&l%_&nQ$b!sR%|$bQyPR#QyQ%[#jR&h%[W$Q!i#g%X&gQ%c#yT%f$Q%cQ%b#uR&o%bTfOgTeOgQ&U$kQ&r%dQ'S&RQ'^&eQ'd&sQ'v'_R\
(S'wQ'Q%{S'h&}'iQ'q'UR(U'}T'l'O'm]!WV!Y!Z!j#`$W}#k!d!e#b#c#h#m#o#q$Y$Z$v$x$y${%o%q%r%t&Z&]&w&y]#v!g#e#x$]%P%x]#z!h#f#|$^%R%z",nodeNames:"⚠ Comment Document Oper\
ationDefinition OperationType Name ) ( VariableDefinitions VariableDefinition Variable NamedType ] [ ListType NonNullType DefaultValue IntValue FloatValue Strin\
gValue BooleanValue NullValue EnumValue ListValue } { ObjectValue Directives Directive DirectiveName Arguments Argument ArgumentAttributeName SelectionSet Selec\
tion Field Alias FieldName FragmentSpread FragmentName InlineFragment TypeCondition OnKeyword on FragmentDefinition FragmentKeyword fragment TypeSystemDefinitio\
n SchemaDefinition Description SchemaKeyword schema RootTypeDefinition RootOperationTypeDefinition TypeDefinition ScalarTypeDefinition ScalarKeyword scalar Obje\
ctTypeDefinition TypeKeyword type ImplementsInterfaces ImplementsKeyword implements FieldsDefinition FieldDefinition ArgumentsDefinition InputValueDefinition In\
terfaceTypeDefinition InterfaceKeyword interface UnionTypeDefinition UnionKeyword union UnionMemberTypes EnumTypeDefinition EnumKeyword enum EnumValuesDefinitio\
n EnumValueDefinition InputObjectTypeDefinition InputKeyword input InputFieldsDefinition DirectiveDefinition DirectiveKeyword directive RepeatableKeyword repeat\
able DirectiveLocations DirectiveLocation ExecutableDirectiveLocation TypeSystemDirectiveLocation TypeSystemExtension SchemaExtension ExtendKeyword extend TypeE\
xtension ScalarTypeExtension ObjectTypeExtension InterfaceTypeExtension UnionTypeExtension EnumTypeExtension InputObjectTypeExtension",maxTerm:156,nodeProps:[["\
openedBy",6,"(",12,"[",24,"{"],["closedBy",7,")",13,"]",25,"}"]],skippedNodes:[0,1],repeatNodeCount:10,tokenData:"#F]~R!XX^$npq$nqr%crs%hst7Wtu7ovw8^xy8cyz8h|}8\
m}!O8r!O!P:Z!Q![8x![!]:l!_!`:q!b!c:v!c!d;e!d!g<O!g!hE}!h!iKW!i!k<O!k!l!2j!l!o<O!o!p!LW!p!q<O!q!r#!a!r!s<O!s!t#%i!t!u<O!u!v#(W!v!w<O!w!x#3b!x!y#6P!y!}<O!}#O#@O#P\
#Q#@T#R#S<O#T#Y<O#Y#Z#@Y#Z#b<O#b#c#Bt#c#h<O#h#i#Dx#i#o<O#o#p#E|#p#q#FR#q#r#FW#y#z$n$f$g$n#BY#BZ$n$IS$I_$n$I|$JO$n$JT$JU$n$KV$KW$n&FU&FV$n~$sY#h~X^$npq$n#y#z$n$f\
$g$n#BY#BZ$n$IS$I_$n$I|$JO$n$JT$JU$n$KV$KW$n&FU&FV$n~%hO#q~~%kXOY&WZ]&W^r&Wrs(ss#O&W#O#P&{#P;'S&W;'S;=`(m<%lO&W~&ZXOY&WZ]&W^r&Wrs&vs#O&W#O#P&{#P;'S&W;'S;=`(m<%l\
O&W~&{Oc~~'OXrs&W!P!Q&W#O#P&W#U#V&W#Y#Z&W#b#c&W#f#g&W#h#i&W#i#j'k~'nR!Q!['w!c!i'w#T#Z'w~'zR!Q![(T!c!i(T#T#Z(T~(WR!Q![(a!c!i(a#T#Z(a~(dR!Q![&W!c!i&W#T#Z&W~(pP;=`\
<%l&W~(xPc~rs({~)OZOY({YZ({Z]({]^)q^r({rs)ws#O({#O#P*s#P;'S({;'S;=`*m<%lO({~)tPYZ({~)zTOr({rs*Zs;'S({;'S;=`*m<%lO({~*^TOr({rs&vs;'S({;'S;=`*m<%lO({~*pP;=`<%l({~\
*vXrs+c!P!Q({#O#P({#U#V({#Y#Z({#b#c({#f#g({#h#i({#i#j6U~+fZOY({YZ({Z]({]^)q^r({rs,Xs#O({#O#P*s#P;'S({;'S;=`*m<%lO({~,[TOr({rs,ks;'S({;'S;=`*m<%lO({~,nZOY({YZ({Z\
]({]^({^r({rs-as#O({#O#P-u#P;'S({;'S;=`*m<%lO({~-fTc~Or({rs*Zs;'S({;'S;=`*m<%lO({~-xhOY({YZ({Z]({]^)q^r({rs/ds!P({!P!Q({!Q#O({#O#P-u#P#U({#U#V({#V#Y({#Y#Z({#Z#b\
({#b#c({#c#f({#f#g({#g#h({#h#i({#i#j1d#j;'S({;'S;=`*m<%lO({~/gZOY({YZ({Z]({]^({^r({rs0Ys#O({#O#P-u#P;'S({;'S;=`*m<%lO({~0]TOr({rs0ls;'S({;'S;=`*m<%lO({~0qZc~OY(\
{YZ({Z]({]^({^r({rs-as#O({#O#P-u#P;'S({;'S;=`*m<%lO({~1gaOY({YZ({Z]({]^)q^r({rs)ws!Q({!Q![2l![!c({!c!i2l!i#O({#O#P*s#P#T({#T#Z2l#Z;'S({;'S;=`*m<%lO({~2oaOY({YZ(\
{Z]({]^)q^r({rs)ws!Q({!Q![3t![!c({!c!i3t!i#O({#O#P*s#P#T({#T#Z3t#Z;'S({;'S;=`*m<%lO({~3waOY({YZ({Z]({]^)q^r({rs)ws!Q({!Q![4|![!c({!c!i4|!i#O({#O#P*s#P#T({#T#Z4|\
#Z;'S({;'S;=`*m<%lO({~5PaOY({YZ({Z]({]^)q^r({rs)ws!Q({!Q![({![!c({!c!i({!i#O({#O#P*s#P#T({#T#Z({#Z;'S({;'S;=`*m<%lO({~6XR!Q![6b!c!i6b#T#Z6b~6eR!Q![6n!c!i6n#T#Z6\
n~6qR!Q![6z!c!i6z#T#Z6z~6}R!Q![({!c!i({#T#Z({~7]SP~OY7WZ;'S7W;'S;=`7i<%lO7W~7lP;=`<%l7W~7rR!c!}7{#R#S7{#T#o7{~8QSY~!Q![7{!c!}7{#R#S7{#T#o7{~8cO#y~~8hOV~~8mOU~~8\
rO#t~~8uP!Q![8x~8}Sa~!O!P9Z!Q![8x!g!h9o#X#Y9o~9^P!Q![9a~9fRb~!Q![9a!g!h9o#X#Y9o~9rR{|9{}!O9{!Q![:R~:OP!Q![:R~:WPb~!Q![:R~:^P!O!P:a~:dP!O!P:g~:lO#v~~:qO#o~~:vO#r\
~~:yR!c!};S#R#S;S#T#o;S~;XSm~!Q![;S!c!};S#R#S;S#T#o;SV;lU#kPfQ!Q![<O!c!t<O!t!u<c!u!}<O#R#S<O#T#o<OR<VS#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OV<jU#kPfQ!Q![<O!c!i<O!i!j<|!j\
!}<O#R#S<O#T#o<OV=TU#kPfQ!Q![<O!c!w<O!w!x=g!x!}<O#R#S<O#T#o<OV=nU#kPfQ!Q![<O!c!o<O!o!p>Q!p!}<O#R#S<O#T#o<OV>XU#kPfQ!Q![<O!c!g<O!g!h>k!h!}<O#R#S<O#T#o<OV>rU#kPfQ\
!Q![<O!c!p<O!p!q?U!q!}<O#R#S<O#T#o<OV?]U#kPfQ!Q![<O!c!v<O!v!w?o!w!}<O#R#S<O#T#o<OV?vS#kPfQ!Q![<O!c!}<O#R#S@S#T#o<OV@ZU#kPfQ!Q![<O!c!f<O!f!g@m!g!}<O#R#S<O#T#o<OV\
@tU#kPfQ!Q![<O!c!g<O!g!hAW!h!}<O#R#S<O#T#o<OVA_U#kPfQ!Q![<O!c!h<O!h!iAq!i!}<O#R#S<O#T#o<OVAxU#kPfQ!Q![<O!c!k<O!k!lB[!l!}<O#R#S<O#T#o<OVBcU#kPfQ!Q![<O!c!p<O!p!qB\
u!q!}<O#R#S<O#T#o<OVB|U#kPfQ!Q![<O!c!k<O!k!lC`!l!}<O#R#S<O#T#o<OVCgU#kPfQ!Q![<O!c!v<O!v!wCy!w!}<O#R#S<O#T#o<OVDQU#kPfQ!Q![<O!c!k<O!k!lDd!l!}<O#R#S<O#T#o<OVDkU#k\
PfQ!Q![<O!c!q<O!q!rD}!r!}<O#R#S<O#T#o<OVEUU#kPfQ!Q![<O!c!p<O!p!qEh!q!}<O#R#S<O#T#o<OVEqS$[S#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OVFUU#kPfQ!Q![<O!c!p<O!p!qFh!q!}<O#R#S<O#\
T#o<OVFoU#kPfQ!Q![<O!c!w<O!w!xGR!x!}<O#R#S<O#T#o<OVGYU#kPfQ!Q![<O!c!o<O!o!pGl!p!}<O#R#S<O#T#o<OVGuS$_S#kPfQ!Q![<O!c!}<O#R#SHR#T#o<OVHYU#kPfQ!Q![<O!c!x<O!x!yHl!y\
!}<O#R#S<O#T#o<OVHsT#kPfQ!Q![<O!c!dIS!d!}<O#R#S<O#T#o<OVIZU#kPfQ!Q![<O!c!n<O!n!oIm!o!}<O#R#S<O#T#o<OVItU#kPfQ!Q![<O!c!w<O!w!xJW!x!}<O#R#S<O#T#o<OVJ_U#kPfQ!Q![<O\
!c!g<O!g!hJq!h!}<O#R#S<O#T#o<OVJzS$`S#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OVK_W#kPfQ!Q![<O!c!k<O!k!lKw!l!t<O!t!u!%v!u!}<O#R#S<O#T#o<OVLOU#kPfQ!Q![<O!c!g<O!g!hLb!h!}<O#R#\
S<O#T#o<OVLiU#kPfQ!Q![<O!c!n<O!n!oL{!o!}<O#R#S<O#T#o<OVMSU#kPfQ!Q![<O!c!f<O!f!gMf!g!}<O#R#S<O#T#o<OVMoS$RS#kPfQ!Q![<O!c!}<O#R#SM{#T#o<OVNSU#kPfQ!Q![<O!c!f<O!f!g\
Nf!g!}<O#R#S<O#T#o<OVNmU#kPfQ!Q![<O!c!g<O!g!h! P!h!}<O#R#S<O#T#o<OV! WU#kPfQ!Q![<O!c!h<O!h!i! j!i!}<O#R#S<O#T#o<OV! qU#kPfQ!Q![<O!c!k<O!k!l!!T!l!}<O#R#S<O#T#o<O\
V!![U#kPfQ!Q![<O!c!p<O!p!q!!n!q!}<O#R#S<O#T#o<OV!!uU#kPfQ!Q![<O!c!k<O!k!l!#X!l!}<O#R#S<O#T#o<OV!#`U#kPfQ!Q![<O!c!v<O!v!w!#r!w!}<O#R#S<O#T#o<OV!#yU#kPfQ!Q![<O!c!\
k<O!k!l!$]!l!}<O#R#S<O#T#o<OV!$dU#kPfQ!Q![<O!c!q<O!q!r!$v!r!}<O#R#S<O#T#o<OV!$}U#kPfQ!Q![<O!c!p<O!p!q!%a!q!}<O#R#S<O#T#o<OV!%jS$ZS#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OV\
!%}T#kPfQ!Q![<O!c!d!&^!d!}<O#R#S<O#T#o<OV!&eU#kPfQ!Q![<O!c!i<O!i!j!&w!j!}<O#R#S<O#T#o<OV!'OU#kPfQ!Q![<O!c!o<O!o!p!'b!p!}<O#R#S<O#T#o<OV!'iU#kPfQ!Q![<O!c!g<O!g!h\
!'{!h!}<O#R#S<O#T#o<OV!(SU#kPfQ!Q![<O!c!p<O!p!q!(f!q!}<O#R#S<O#T#o<OV!(mU#kPfQ!Q![<O!c!v<O!v!w!)P!w!}<O#R#S<O#T#o<OV!)WS#kPfQ!Q![<O!c!}<O#R#S!)d#T#o<OV!)kW#kPfQ\
!Q![<O!c!f<O!f!g!*T!g!u<O!u!v!/e!v!}<O#R#S<O#T#o<OV!*[U#kPfQ!Q![<O!c!g<O!g!h!*n!h!}<O#R#S<O#T#o<OV!*uU#kPfQ!Q![<O!c!h<O!h!i!+X!i!}<O#R#S<O#T#o<OV!+`U#kPfQ!Q![<O\
!c!k<O!k!l!+r!l!}<O#R#S<O#T#o<OV!+yU#kPfQ!Q![<O!c!p<O!p!q!,]!q!}<O#R#S<O#T#o<OV!,dU#kPfQ!Q![<O!c!k<O!k!l!,v!l!}<O#R#S<O#T#o<OV!,}U#kPfQ!Q![<O!c!v<O!v!w!-a!w!}<O\
#R#S<O#T#o<OV!-hU#kPfQ!Q![<O!c!k<O!k!l!-z!l!}<O#R#S<O#T#o<OV!.RU#kPfQ!Q![<O!c!q<O!q!r!.e!r!}<O#R#S<O#T#o<OV!.lU#kPfQ!Q![<O!c!p<O!p!q!/O!q!}<O#R#S<O#T#o<OV!/XS$S\
S#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OV!/lU#kPfQ!Q![<O!c!r<O!r!s!0O!s!}<O#R#S<O#T#o<OV!0VU#kPfQ!Q![<O!c!t<O!t!u!0i!u!}<O#R#S<O#T#o<OV!0pU#kPfQ!Q![<O!c!g<O!g!h!1S!h!}<O#\
R#S<O#T#o<OV!1ZT#kPfQ!Q![<O!c!d!1j!d!}<O#R#S<O#T#o<OV!1qU#kPfQ!Q![<O!c!f<O!f!g!2T!g!}<O#R#S<O#T#o<OV!2^S$TS#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OV!2qU#kPfQ!Q![<O!c!p<O!p\
!q!3T!q!}<O#R#S<O#T#o<OV!3[Y#kPfQ!Q![<O!c!n<O!n!o!3z!o!r<O!r!s!:p!s!v<O!v!w!Hh!w!}<O#R#S<O#T#o<OV!4RU#kPfQ!Q![<O!c!k<O!k!l!4e!l!}<O#R#S<O#T#o<OV!4lU#kPfQ!Q![<O!\
c!p<O!p!q!5O!q!}<O#R#S<O#T#o<OV!5VU#kPfQ!Q![<O!c!g<O!g!h!5i!h!}<O#R#S<O#T#o<OV!5pS#kPfQ!Q![<O!c!}<O#R#S!5|#T#o<OV!6TU#kPfQ!Q![<O!c!h<O!h!i!6g!i!}<O#R#S<O#T#o<OV\
!6nU#kPfQ!Q![<O!c!t<O!t!u!7Q!u!}<O#R#S<O#T#o<OV!7XT#kPfQ!Q![<O!c!d!7h!d!}<O#R#S<O#T#o<OV!7oU#kPfQ!Q![<O!c!i<O!i!j!8R!j!}<O#R#S<O#T#o<OV!8YU#kPfQ!Q![<O!c!o<O!o!p\
!8l!p!}<O#R#S<O#T#o<OV!8sU#kPfQ!Q![<O!c!g<O!g!h!9V!h!}<O#R#S<O#T#o<OV!9^U#kPfQ!Q![<O!c!p<O!p!q!9p!q!}<O#R#S<O#T#o<OV!9wU#kPfQ!Q![<O!c!v<O!v!w!:Z!w!}<O#R#S<O#T#o\
<OV!:dS$US#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OV!:wU#kPfQ!Q![<O!c!w<O!w!x!;Z!x!}<O#R#S<O#T#o<OV!;bU#kPfQ!Q![<O!c!v<O!v!w!;t!w!}<O#R#S<O#T#o<OV!;{S#kPfQ!Q![<O!c!}<O#R#S!\
<X#T#o<OV!<`W#kPfQ!Q![<O!c!h<O!h!i!<x!i!q<O!q!r!E`!r!}<O#R#S<O#T#o<OV!=PU#kPfQ!Q![<O!c!k<O!k!l!=c!l!}<O#R#S<O#T#o<OV!=jU#kPfQ!Q![<O!c!g<O!g!h!=|!h!}<O#R#S<O#T#o\
<OV!>TU#kPfQ!Q![<O!c!n<O!n!o!>g!o!}<O#R#S<O#T#o<OV!>nU#kPfQ!Q![<O!c!f<O!f!g!?Q!g!}<O#R#S<O#T#o<OV!?XS#kPfQ!Q![<O!c!}<O#R#S!?e#T#o<OV!?lU#kPfQ!Q![<O!c!f<O!f!g!@O\
!g!}<O#R#S<O#T#o<OV!@VU#kPfQ!Q![<O!c!g<O!g!h!@i!h!}<O#R#S<O#T#o<OV!@pU#kPfQ!Q![<O!c!h<O!h!i!AS!i!}<O#R#S<O#T#o<OV!AZU#kPfQ!Q![<O!c!k<O!k!l!Am!l!}<O#R#S<O#T#o<OV\
!AtU#kPfQ!Q![<O!c!p<O!p!q!BW!q!}<O#R#S<O#T#o<OV!B_U#kPfQ!Q![<O!c!k<O!k!l!Bq!l!}<O#R#S<O#T#o<OV!BxU#kPfQ!Q![<O!c!v<O!v!w!C[!w!}<O#R#S<O#T#o<OV!CcU#kPfQ!Q![<O!c!k\
<O!k!l!Cu!l!}<O#R#S<O#T#o<OV!C|U#kPfQ!Q![<O!c!q<O!q!r!D`!r!}<O#R#S<O#T#o<OV!DgU#kPfQ!Q![<O!c!p<O!p!q!Dy!q!}<O#R#S<O#T#o<OV!ESS$bS#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OV!\
EgU#kPfQ!Q![<O!c!d<O!d!e!Ey!e!}<O#R#S<O#T#o<OV!FQU#kPfQ!Q![<O!c!l<O!l!m!Fd!m!}<O#R#S<O#T#o<OV!FkU#kPfQ!Q![<O!c!g<O!g!h!F}!h!}<O#R#S<O#T#o<OV!GUU#kPfQ!Q![<O!c!e<\
O!e!f!Gh!f!}<O#R#S<O#T#o<OV!GoU#kPfQ!Q![<O!c!v<O!v!w!HR!w!}<O#R#S<O#T#o<OV!H[S$aS#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OV!HoU#kPfQ!Q![<O!c!g<O!g!h!IR!h!}<O#R#S<O#T#o<OV!I\
YU#kPfQ!Q![<O!c!t<O!t!u!Il!u!}<O#R#S<O#T#o<OV!IsU#kPfQ!Q![<O!c!h<O!h!i!JV!i!}<O#R#S<O#T#o<OV!J^T#kPfQ!Q![<O!c!d!Jm!d!}<O#R#S<O#T#o<OV!JtU#kPfQ!Q![<O!c!e<O!e!f!K\
W!f!}<O#R#S<O#T#o<OV!K_U#kPfQ!Q![<O!c!g<O!g!h!Kq!h!}<O#R#S<O#T#o<OV!KzS$]S#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OV!L_U#kPfQ!Q![<O!c!w<O!w!x!Lq!x!}<O#R#S<O#T#o<OV!LxU#kPfQ\
!Q![<O!c!v<O!v!w!M[!w!}<O#R#S<O#T#o<OV!McT#kPfQ!Q![<O!c!d!Mr!d!}<O#R#S<O#T#o<OV!MyU#kPfQ!Q![<O!c!v<O!v!w!N]!w!}<O#R#S<O#T#o<OV!NdU#kPfQ!Q![<O!c!k<O!k!l!Nv!l!}<O\
#R#S<O#T#o<OV!N}U#kPfQ!Q![<O!c!q<O!q!r# a!r!}<O#R#S<O#T#o<OV# hU#kPfQ!Q![<O!c!p<O!p!q# z!q!}<O#R#S<O#T#o<OV#!TS$PS#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OV#!hU#kPfQ!Q![<O!\
c!d<O!d!e#!z!e!}<O#R#S<O#T#o<OV##RU#kPfQ!Q![<O!c!l<O!l!m##e!m!}<O#R#S<O#T#o<OV##lU#kPfQ!Q![<O!c!g<O!g!h#$O!h!}<O#R#S<O#T#o<OV#$VU#kPfQ!Q![<O!c!e<O!e!f#$i!f!}<O#\
R#S<O#T#o<OV#$pU#kPfQ!Q![<O!c!v<O!v!w#%S!w!}<O#R#S<O#T#o<OV#%]S$YS#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OV#%pU#kPfQ!Q![<O!c!w<O!w!x#&S!x!}<O#R#S<O#T#o<OV#&ZU#kPfQ!Q![<O!c\
!g<O!g!h#&m!h!}<O#R#S<O#T#o<OV#&tU#kPfQ!Q![<O!c!t<O!t!u#'W!u!}<O#R#S<O#T#o<OV#'_U#kPfQ!Q![<O!c!{<O!{!|#'q!|!}<O#R#S<O#T#o<OV#'zS$OS#kPfQ!Q![<O!c!}<O#R#S<O#T#o<O\
V#(_W#kPfQ!Q![<O!c!e<O!e!f#(w!f!w<O!w!x#-g!x!}<O#R#S<O#T#o<OV#)OV#kPfQ!Q![<O!c!d#)e!d!j<O!j!k#+f!k!}<O#R#S<O#T#o<OV#)lU#kPfQ!Q![<O!c!n<O!n!o#*O!o!}<O#R#S<O#T#o<\
OV#*VT#kPfQ!Q![<O!c!d#*f!d!}<O#R#S<O#T#o<OV#*mU#kPfQ!Q![<O!c!t<O!t!u#+P!u!}<O#R#S<O#T#o<OV#+YS$XS#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OV#+mU#kPfQ!Q![<O!c!g<O!g!h#,P!h!}<\
O#R#S<O#T#o<OV#,WU#kPfQ!Q![<O!c!o<O!o!p#,j!p!}<O#R#S<O#T#o<OV#,qT#kPfQ!Q![<O!c!d#-Q!d!}<O#R#S<O#T#o<OV#-ZS$WS#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OV#-nU#kPfQ!Q![<O!c!d<O\
!d!e#.Q!e!}<O#R#S<O#T#o<OV#.XU#kPfQ!Q![<O!c!u<O!u!v#.k!v!}<O#R#S<O#T#o<OV#.rU#kPfQ!Q![<O!c!e<O!e!f#/U!f!}<O#R#S<O#T#o<OV#/]U#kPfQ!Q![<O!c!t<O!t!u#/o!u!}<O#R#S<O\
#T#o<OV#/vU#kPfQ!Q![<O!c!k<O!k!l#0Y!l!}<O#R#S<O#T#o<OV#0aU#kPfQ!Q![<O!c!r<O!r!s#0s!s!}<O#R#S<O#T#o<OV#0zU#kPfQ!Q![<O!c!v<O!v!w#1^!w!}<O#R#S<O#T#o<OV#1eU#kPfQ!Q!\
[<O!c!k<O!k!l#1w!l!}<O#R#S<O#T#o<OV#2OU#kPfQ!Q![<O!c!q<O!q!r#2b!r!}<O#R#S<O#T#o<OV#2iU#kPfQ!Q![<O!c!p<O!p!q#2{!q!}<O#R#S<O#T#o<OV#3US$QS#kPfQ!Q![<O!c!}<O#R#S<O#\
T#o<OV#3iU#kPfQ!Q![<O!c!p<O!p!q#3{!q!}<O#R#S<O#T#o<OV#4SU#kPfQ!Q![<O!c!k<O!k!l#4f!l!}<O#R#S<O#T#o<OV#4mU#kPfQ!Q![<O!c!q<O!q!r#5P!r!}<O#R#S<O#T#o<OV#5WU#kPfQ!Q![\
<O!c!p<O!p!q#5j!q!}<O#R#S<O#T#o<OV#5sS$^S#kPfQ!Q![<O!c!}<O#R#S<O#T#o<OV#6WT#kPfQ!Q![<O!c!d#6g!d!}<O#R#S<O#T#o<OV#6nU#kPfQ!Q![<O!c!t<O!t!u#7Q!u!}<O#R#S<O#T#o<OV#\
7XU#kPfQ!Q![<O!c!k<O!k!l#7k!l!}<O#R#S<O#T#o<OV#7rT#kPfQ!Q![<O!c!d#8R!d!}<O#R#S<O#T#o<OV#8YU#kPfQ!Q![<O!c!d<O!d!e#8l!e!}<O#R#S<O#T#o<OV#8sU#kPfQ!Q![<O!c!n<O!n!o#\
9V!o!}<O#R#S<O#T#o<OV#9^U#kPfQ!Q![<O!c!g<O!g!h#9p!h!}<O#R#S<O#T#o<OV#9wS#kPfQ!Q![<O!c!}<O#R#S#:T#T#o<OV#:[U#kPfQ!Q![<O!c!f<O!f!g#:n!g!}<O#R#S<O#T#o<OV#:uU#kPfQ!\
Q![<O!c!g<O!g!h#;X!h!}<O#R#S<O#T#o<OV#;`U#kPfQ!Q![<O!c!h<O!h!i#;r!i!}<O#R#S<O#T#o<OV#;yU#kPfQ!Q![<O!c!k<O!k!l#<]!l!}<O#R#S<O#T#o<OV#<dU#kPfQ!Q![<O!c!p<O!p!q#<v!\
q!}<O#R#S<O#T#o<OV#<}U#kPfQ!Q![<O!c!k<O!k!l#=a!l!}<O#R#S<O#T#o<OV#=hU#kPfQ!Q![<O!c!v<O!v!w#=z!w!}<O#R#S<O#T#o<OV#>RU#kPfQ!Q![<O!c!k<O!k!l#>e!l!}<O#R#S<O#T#o<OV#\
>lU#kPfQ!Q![<O!c!q<O!q!r#?O!r!}<O#R#S<O#T#o<OV#?VU#kPfQ!Q![<O!c!p<O!p!q#?i!q!}<O#R#S<O#T#o<OV#?rS$VS#kPfQ!Q![<O!c!}<O#R#S<O#T#o<O~#@TO]~~#@YO[~R#@aT#kPfQ!Q![<O!\
c!}<O#R#S<O#T#U#@p#U#o<OR#@wU#kPfQ!Q![<O!c!}<O#R#S<O#T#`<O#`#a#AZ#a#o<OR#AbU#kPfQ!Q![<O!c!}<O#R#S<O#T#g<O#g#h#At#h#o<OR#A{U#kPfQ!Q![<O!c!}<O#R#S<O#T#X<O#X#Y#B_#\
Y#o<OR#BhS#kPdQfQ!Q![<O!c!}<O#R#S<O#T#o<OR#B{U#kPfQ!Q![<O!c!}<O#R#S<O#T#i<O#i#j#C_#j#o<OR#CfU#kPfQ!Q![<O!c!}<O#R#S<O#T#`<O#`#a#Cx#a#o<OR#DPU#kPfQ!Q![<O!c!}<O#R#\
S<O#T#`<O#`#a#Dc#a#o<OR#DlS#kPeQfQ!Q![<O!c!}<O#R#S<O#T#o<OR#EPU#kPfQ!Q![<O!c!}<O#R#S<O#T#f<O#f#g#Ec#g#o<OR#EjU#kPfQ!Q![<O!c!}<O#R#S<O#T#i<O#i#j#At#j#o<O~#FROi~~\
#FWO#{~~#F]Oh~",tokenizers:[0,1,2],topRules:{Document:[0,2]},specialized:[{term:119,get:i=>Qw[i]||-1}],tokenPrec:2989}),Uy="RootTypeDefinition InputFieldsDefini\
tion EnumValuesDefinition FieldsDefinition SelectionSet { }",Bw="scalar type interface union enum input implements fragment extend schema directive on repeatabl\
e",Uw="( ) { } : [ ]",jy=fs.define({parser:Vw.configure({props:[ls({Variable:E.variableName,BooleanValue:E.bool,Description:E.string,StringValue:E.string,Comment:E.
lineComment,IntValue:E.integer,FloatValue:E.float,EnumValue:E.special(E.name),NullValue:E.null,DirectiveName:E.modifier,[Bw]:E.keyword,OperationType:E.definitionKeyword,
FieldName:E.propertyName,Field:E.propertyName,ArgumentAttributeName:E.attributeName,Name:E.atom,"( )":E.paren,"{ }":E.brace,",":E.separator,[Uw]:E.punctuation}),
yo.add({[Uy]:Lg({closing:"}",align:!0})}),vo.add({[Uy]:ml})]}),languageData:{commentTokens:{line:"#"},indentOnInput:/^\s*(\{|\})$/}});function $w(){return new us(
jy)}var jw=/^[a-zA-Z0-9_@(]$/,qw=jy.data.of({autocomplete(i){let e=cd(i.state),t=fd(i.state);if(!e)return null;let n=i.matchBefore(/\w*/);if(!n)return null;let r=n.
text.split("").pop();if(!jw.test(r)&&!i.explicit)return null;let s=i.state.doc.toString(),o=$y(i.state.doc,i.pos),a=nd(e,s,o,void 0,void 0,t?.autocompleteOptions);
return a.length===0?null:{from:n.from,options:a.map(l=>({label:l.label,detail:l.detail||"",info(c){if(t?.onCompletionInfoRender)return t.onCompletionInfoRender(
l,i,c);if(l.documentation||l.isDeprecated&&l.deprecationReason){let f=document.createElement("div");return f.textContent=l.documentation||l.deprecationReason||"",
f}}}))}}}),Gw=U.domEventHandlers({click(i,e){var t,n,r;let s=cd(e.state);if(!s)return;let o=e.state.selection.main.head,a=$y(e.state.doc,o),l=Do(e.state.doc.toString(),
a),c=sr(s,l.state),f=fd(e.state);f?.onShowInDocs&&Pw(i)&&f.onShowInDocs((t=c.fieldDef)===null||t===void 0?void 0:t.name,(n=c.type)===null||n===void 0?void 0:n.toString(),
(r=c.parentType)===null||r===void 0?void 0:r.toString())}}),Ww=["error","warning","info"],Hw=Pl(i=>{let e=cd(i.state),t=fd(i.state);if(!e)return[];let n=Ms(e);if(n.
length){if(!t?.showErrorOnInvalidSchema)return[];let s=n.map(o=>o.message);return[{from:0,to:i.state.doc.length,severity:"error",message:s.join(`
`),actions:[]}]}return ld(i.state.doc.toString(),e,void 0,void 0,void 0,t?.autocompleteOptions).map(s=>{if(!s.severity||!s.source)return null;let o=By(i.state.doc,
new Mo(s.range.start.line,s.range.start.character)),a=Math.max(0,Math.min(o,i.state.doc.length)),l=By(i.state.doc,new Mo(s.range.end.line,s.range.end.character-
1)),c=Math.min(Math.max(a+1,l),i.state.doc.length);return{from:a,to:a===c?c+1:c,severity:Ww[s.severity-1],message:s.message,actions:[]}}).filter(s=>!!s)},{needsRefresh(i){
return i.startState.field(Xl)!==i.state.field(Xl)||i.startState.field(Yl)!==i.state.field(Yl)}});function qy(i,e){return[$w(),qw,Hw,Gw,Fw(i,e)]}var Xw=Hg(hs.define([{tag:[E.keyword,E.definitionKeyword,E.bool,E.null],class:"t-keyword"},{tag:[E.propertyName,E.attributeName],class:"t-name"},{tag:[E.string],
class:"t-string"},{tag:[E.number,E.integer,E.float],class:"t-number"},{tag:[E.typeName,E.variableName,E.special(E.variableName),E.atom],class:"t-type"},{tag:[E.
comment,E.lineComment],class:"t-comment"}])),Gy=[w0(),og(),Yn.of("  "),Fg(),Jg(),c0(),p0(),$n.of([...h0,...Sh,...D0,...dh,...OO,rO])];function Wy({schema:i,...e}){
return ud([qy(i),...Gy],e)}function Hy(i){let e=hO();return ud([Ph(),Pl(t=>t.state.doc.toString().trim()?e(t):[]),...Gy],i)}function Xy(i){return ud([Ph(),ke.readOnly.
of(!0),Gg(),$n.of([...Sh,...$g])],i)}function ud(i,{root:e,parent:t,label:n,text:r="",onRun:s=()=>{},onChange:o=()=>{}}){let a=()=>(s(),!0);return new U({root:e,
parent:t,doc:r,extensions:[$n.of([{key:"Mod-Enter",run:a}]),mg(),U.lineWrapping,U.contentAttributes.of({"aria-label":n}),U.updateListener.of(l=>l.docChanged&&o(
l.state.doc.toString())),Xw,...i]})}var Yy=`:host { display: block; }
* { box-sizing: border-box; }
.explorer { display: grid; grid-template: auto minmax(14rem, 2fr) minmax(8rem, 1fr) / minmax(0, 1fr) minmax(0, 1fr); gap: 10px; height: max(28rem, calc(100dvh -\
 15rem)); }
.tools { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 10px; align-items: center; min-height: 34px; }
.result { grid-row: 2 / 4; grid-column: 2; }
section { display: flex; flex-direction: column; min-height: 0; border: 1px solid var(--line); border-radius: 8px; background: var(--surface); overflow: hidden;\
 }
section:focus-within { border-color: var(--accent); }
h2 { margin: 0; padding: 6px 10px; font-size: 12px; font-weight: 600; color: var(--dim); border-bottom: 1px solid var(--line); }
button, select { font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--line-strong); border-radius: 6px; padding: 5px 14px; min-hei\
ght: 32px; }
button.run { color: var(--on-accent); background: var(--accent); border-color: var(--accent); font-weight: 600; cursor: pointer; }
button:focus-visible, select:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
p { margin: 0; color: var(--dim); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
p.good { color: var(--good); }
p.bad { color: var(--bad); }
.cm-editor { flex: 1; min-height: 0; font-size: 13px; background: var(--surface); color: var(--text); }
.cm-editor.cm-focused { outline: none !important; }
.cm-scroller { font-family: var(--mono) !important; line-height: 1.5 !important; }
.cm-editor .cm-gutters { background: var(--surface); color: var(--faint); border: 0; }
.cm-editor .cm-content { caret-color: var(--text); }
.cm-editor .cm-cursor { border-left-color: var(--text); }
.cm-editor .cm-selectionBackground, .cm-editor.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground { background: var(--selection) !important;\
 }
.cm-editor .cm-tooltip { background: var(--raised); color: var(--text); border: 1px solid var(--line-strong); border-radius: 6px; overflow: hidden; }
.cm-editor .cm-tooltip.cm-tooltip-autocomplete > ul { font-family: var(--mono); font-size: 12.5px; max-width: min(30rem, 80vw); }
.cm-editor .cm-tooltip-autocomplete > ul > li[aria-selected] { background: var(--accent) !important; color: var(--on-accent) !important; }
.cm-editor .cm-matchingBracket { background: var(--selection); outline: 1px solid var(--line-strong); }
.cm-editor .cm-foldPlaceholder { background: var(--selection); color: var(--dim); border: 0; }
.t-keyword { color: var(--code-keyword); }
.t-name { color: var(--code-name); }
.t-string { color: var(--code-string); }
.t-number { color: var(--code-number); }
.t-type { color: var(--code-type); }
.t-comment { color: var(--faint); font-style: italic; }
@media (max-width: 900px) {
  .explorer { grid-template: none / minmax(0, 1fr); height: auto; }
  section { min-height: 11rem; max-height: 26rem; }
  .result { grid-row: auto; grid-column: auto; }
}
`;function zy(i){try{return Yi(i).definitions.filter(({kind:e,name:t})=>e===g.OPERATION_DEFINITION&&t).map(({name:e})=>e.value)}catch{return null}}function hQ(i,{schema:e,draft:t,run:n}){return new hd(i,da(e),t,n)}var hd=class{#t;#a;#r=null;#l;#c;#i;#s;#h=Vi("button",{type:"button",className:"run",onclick:()=>this.
run()},"Run");#e=Vi("select",{"aria-label":"Operation",hidden:!0});#o=Vi("p",{role:"status"},"");constructor(e,t,n,r){this.#t=n,this.#a=r;let s=e.shadowRoot??e.
attachShadow({mode:"open"}),o=new CSSStyleSheet;o.replaceSync(Yy);let a=["Query","Variables","Result"].map(h=>Vi("section",{className:h.toLowerCase(),"aria-labe\
l":h},Vi("h2",{},h)));this.#s=Vi("div",{className:"explorer"},Vi("div",{className:"tools"},this.#h,this.#e,this.#o),...a),s.adoptedStyleSheets=[o],s.replaceChildren(
this.#s);let[l,c,f]=a,u=()=>this.run();this.#l=Wy({root:s,parent:l,label:"Query",schema:t,text:n.query,onRun:u,onChange:h=>this.#f(h)}),this.#c=Hy({root:s,parent:c,
label:"Variables",text:n.variables,onRun:u,onChange:h=>n.variables=h}),this.#i=Xy({root:s,parent:f,label:"Result"}),this.#f(n.query)}async run(){this.#r?.abort();
let e=this.#r=new AbortController,t;try{t=JSON.parse(this.#t.variables.trim()||"{}")}catch(n){this.#n(`The variables must be JSON: ${n.message}`,"bad");return}this.#n(
"Running…");try{let n=this.#e.value||void 0,{status:r,text:s,duration:o}=await this.#a({query:this.#t.query,variables:t,operationName:n},e.signal);this.#u(ep(
s)),this.#n(`Status ${r} in ${o.toFixed(0)} ms`,r>=400||zw(s)?"bad":"good")}catch(n){if(e.signal.aborted)return;this.#u(""),this.#n(n.message,"bad")}}dispose(){
this.#r?.abort();for(let e of[this.#l,this.#c,this.#i])e.destroy();this.#s.remove()}#f(e){this.#t.query=e;let t=zy(e);if(t===null)return;let n=this.#e.value;this.#e.
replaceChildren(...t.map(r=>Vi("option",{value:r},r))),this.#e.hidden=t.length<2,t.includes(n)&&(this.#e.value=n)}#u(e){this.#i.dispatch({changes:{from:0,to:this.#i.
state.doc.length,insert:e}})}#n(e,t=""){this.#o.textContent=e,this.#o.className=t}};function zw(i){try{return"errors"in JSON.parse(i)}catch{return!0}}export{hQ as createExplorer};
