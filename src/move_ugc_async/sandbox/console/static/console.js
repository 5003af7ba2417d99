// Built by `make web-assets` from web/. Contains packages whose licenses are in LICENSE-console.txt.
var _e,b,lt,vo,M,rt,ut,ct,Fe,ae,te,pt,Ue,qe,je,ft,ce={},pe=[],yo=/acit|ex(?:s|g|n|p|$)|rph|grid|ows|mnc|ntw|ine[ch]|zoo|^ord|itera/i,me=Array.isArray;function j(e,t){
for(var o in t)e[o]=t[o];return e}function We(e){e&&e.parentNode&&e.parentNode.removeChild(e)}function go(e,t,o){var s,i,r,a={};for(r in t)r=="key"?s=t[r]:r=="r\
ef"?i=t[r]:a[r]=t[r];if(arguments.length>2&&(a.children=arguments.length>3?_e.call(arguments,2):o),typeof e=="function"&&e.defaultProps!=null)for(r in e.defaultProps)
a[r]===void 0&&(a[r]=e.defaultProps[r]);return le(e,a,s,i,null)}function le(e,t,o,s,i){var r={type:e,props:t,key:o,ref:s,__k:null,__:null,__b:0,__e:null,__c:null,
constructor:void 0,__v:i??++lt,__i:-1,__u:0};return i==null&&b.vnode!=null&&b.vnode(r),r}function d(e){return e.children}function ue(e,t){this.props=e,this.context=t}function B(e,t){if(t==null)return e.__?B(e.__,e.__i+1):null;for(var o;t<e.__k.length;t++)
if((o=e.__k[t])!=null&&o.__e!=null)return o.__e;return typeof e.type=="function"?B(e):null}function ko(e){if(e.__P&&e.__d){var t=e.__v,o=t.__e,s=[],i=[],r=j({},
t);r.__v=t.__v+1,b.vnode&&b.vnode(r),He(e.__P,r,t,e.__n,e.__P.namespaceURI,32&t.__u?[o]:null,s,o??B(t),!!(32&t.__u),i),r.__v=t.__v,r.__.__k[r.__i]=r,bt(s,r,i),t.
__e=t.__=null,r.__e!=o&&_t(r)}}function _t(e){if((e=e.__)!=null&&e.__c!=null)return e.__e=e.__c.base=null,e.__k.some(function(t){if(t!=null&&t.__e!=null)return e.
__e=e.__c.base=t.__e}),_t(e)}function Me(e){(!e.__d&&(e.__d=!0)&&M.push(e)&&!fe.__r++||rt!=b.debounceRendering)&&((rt=b.debounceRendering)||ut)(fe)}function fe(){
try{for(var e,t=1;M.length;)M.length>t&&M.sort(ct),e=M.shift(),t=M.length,ko(e)}finally{M.length=fe.__r=0}}function mt(e,t,o,s,i,r,a,c,p,u,f){var h,l,_,g,R,S,x=s&&
s.__k||pe,v=t.length;for(p=wo(o,t,x,p,v),h=0;h<v;h++)(_=o.__k[h])!=null&&(l=_.__i!=-1&&x[_.__i]||ce,_.__i=h,S=He(e,_,l,i,r,a,c,p,u,f),g=_.__e,_.ref&&l.ref!=_.ref&&
(l.ref&&Be(l.ref,null,_),f.push(_.ref,_.__c||g,_)),R==null&&g!=null&&(R=g),4&_.__u?(p=dt(_,p,e),l.__e&&(l.__e=null)):typeof _.type=="function"&&S!==void 0?p=S:g&&
(p=g.nextSibling),_.__u&=-7);return o.__e=R,p}function wo(e,t,o,s,i){var r,a,c,p,u,f=o.length,h=f,l=0;for(e.__k=new Array(i),r=0;r<i;r++)(a=t[r])!=null&&typeof a!=
"boolean"&&typeof a!="function"?(typeof a=="string"||typeof a=="number"||typeof a=="bigint"||a.constructor==String?a=e.__k[r]=le(null,a,null,null,null):me(a)?a=
e.__k[r]=le(d,{children:a},null,null,null):a.constructor===void 0&&a.__b>0?a=e.__k[r]=le(a.type,a.props,a.key,a.ref?a.ref:null,a.__v):e.__k[r]=a,p=r+l,a.__=e,a.
__b=e.__b+1,c=null,(u=a.__i=xo(a,o,p,h))!=-1&&(h--,(c=o[u])&&(c.__u|=2)),c==null||c.__v==null?(u==-1&&(i>f?l--:i<f&&l++),typeof a.type!="function"&&(a.__u|=4)):
u!=p&&(u==p-1?l--:u==p+1?l++:(u>p?l--:l++,a.__u|=4))):e.__k[r]=null;if(h)for(r=0;r<f;r++)(c=o[r])!=null&&(2&c.__u)==0&&(c.__e==s&&(s=B(c)),yt(c,c));return s}function dt(e,t,o){
var s,i;if(typeof e.type=="function"){for(s=e.__k,i=0;s&&i<s.length;i++)s[i]&&(s[i].__=e,t=dt(s[i],t,o));return t}e.__e!=t&&(t&&e.type&&!t.parentNode&&(t=B(e)),
t=o.insertBefore(e.__e,t||null));do t=t&&t.nextSibling;while(t!=null&&t.nodeType==8);return t}function xo(e,t,o,s){var i,r,a,c=e.key,p=e.type,u=t[o],f=u!=null&&(2&u.__u)==0;if(u===null&&c==null||f&&c==u.key&&p==u.type)return o;if(s>(f?1:0)){for(i=o-1,r=o+
1;i>=0||r<t.length;)if((u=t[a=i>=0?i--:r++])!=null&&(2&u.__u)==0&&c==u.key&&p==u.type)return a}return-1}function it(e,t,o){t[0]=="-"?e.setProperty(t,o??""):e[t]=
o==null?"":typeof o!="number"||yo.test(t)?o:o+"px"}function ie(e,t,o,s,i){var r,a;e:if(t=="style")if(typeof o=="string")e.style.cssText=o;else{if(typeof s=="str\
ing"&&(e.style.cssText=s=""),s)for(t in s)o&&t in o||it(e.style,t,"");if(o)for(t in o)s&&o[t]==s[t]||it(e.style,t,o[t])}else if(t[0]=="o"&&t[1]=="n")r=t!=(t=t.replace(
pt,"$1")),a=t.toLowerCase(),t=a in e||t=="onFocusOut"||t=="onFocusIn"?a.slice(2):t.slice(2),e.l||(e.l={}),e.l[t+r]=o,o?s?o[te]=s[te]:(o[te]=Ue,e.addEventListener(
t,r?je:qe,r)):e.removeEventListener(t,r?je:qe,r);else{if(i=="http://www.w3.org/2000/svg")t=t.replace(/xlink(H|:h)/,"h").replace(/sName$/,"s");else if(t!="width"&&
t!="height"&&t!="href"&&t!="list"&&t!="form"&&t!="tabIndex"&&t!="download"&&t!="rowSpan"&&t!="colSpan"&&t!="role"&&t!="popover"&&t in e)try{e[t]=o??"";break e}catch{}
typeof o=="function"||(o==null||o===!1&&t[4]!="-"?e.removeAttribute(t):e.setAttribute(t,t=="popover"&&o==1?"":o))}}function at(e){return function(t){if(this.l){
var o=this.l[t.type+e];if(t[ae]==null)t[ae]=Ue++;else if(t[ae]<o[te])return;return o(b.event?b.event(t):t)}}}function He(e,t,o,s,i,r,a,c,p,u){var f,h,l,_,g,R,S,
x,v,D,Z,H,ee,st,re,Le,L=t.type;if(t.constructor!==void 0)return null;128&o.__u&&(p=!!(32&o.__u),r=[c=t.__e=o.__e]),(f=b.__b)&&f(t);e:if(typeof L=="function"){h=
a.length;try{if(v=t.props,D=L.prototype&&L.prototype.render,Z=(f=L.contextType)&&s[f.__c],H=f?Z?Z.props.value:f.__:s,o.__c?x=(l=t.__c=o.__c).__=l.__E:(D?t.__c=l=
new L(v,H):(t.__c=l=new ue(v,H),l.constructor=L,l.render=So),Z&&Z.sub(l),l.state||(l.state={}),l.__n=s,_=l.__d=!0,l.__h=[],l._sb=[]),D&&l.__s==null&&(l.__s=l.state),
D&&L.getDerivedStateFromProps!=null&&(l.__s==l.state&&(l.__s=j({},l.__s)),j(l.__s,L.getDerivedStateFromProps(v,l.__s))),g=l.props,R=l.state,l.__v=t,_)D&&L.getDerivedStateFromProps==
null&&l.componentWillMount!=null&&l.componentWillMount(),D&&l.componentDidMount!=null&&l.__h.push(l.componentDidMount);else{if(D&&L.getDerivedStateFromProps==null&&
v!==g&&l.componentWillReceiveProps!=null&&l.componentWillReceiveProps(v,H),t.__v==o.__v||!l.__e&&l.shouldComponentUpdate!=null&&l.shouldComponentUpdate(v,l.__s,
H)===!1){t.__v!=o.__v&&(l.props=v,l.state=l.__s,l.__d=!1),t.__e=o.__e,t.__k=o.__k,t.__k.some(function(J){J&&(J.__=t)}),pe.push.apply(l.__h,l._sb),l._sb=[],l.__h.
length&&a.push(l),c=B(o);break e}l.componentWillUpdate!=null&&l.componentWillUpdate(v,l.__s,H),D&&l.componentDidUpdate!=null&&l.__h.push(function(){l.componentDidUpdate(
g,R,S)})}if(l.context=H,l.props=v,l.__P=e,l.__e=!1,ee=b.__r,st=0,D)l.state=l.__s,l.__d=!1,ee&&ee(t),f=l.render(l.props,l.state,l.context),pe.push.apply(l.__h,l.
_sb),l._sb=[];else do l.__d=!1,ee&&ee(t),f=l.render(l.props,l.state,l.context),l.state=l.__s;while(l.__d&&++st<25);l.state=l.__s,l.getChildContext!=null&&(s=j(j(
{},s),l.getChildContext())),D&&!_&&l.getSnapshotBeforeUpdate!=null&&(S=l.getSnapshotBeforeUpdate(g,R)),re=f!=null&&f.type===d&&f.key==null?vt(f.props.children):
f,c=mt(e,me(re)?re:[re],t,o,s,i,r,a,c,p,u),l.base=t.__e,t.__u&=-161,l.__h.length&&a.push(l),x&&(l.__E=l.__=null)}catch(J){if(a.length=h,t.__v=null,p||r!=null){if(J.
then){for(t.__u|=p?160:128;c&&c.nodeType==8&&c.nextSibling;)c=c.nextSibling;r!=null&&(r[r.indexOf(c)]=null),t.__e=c}else if(r!=null)for(Le=r.length;Le--;)We(r[Le])}else
t.__e=o.__e;t.__k==null&&(t.__k=o.__k||[]),J.then||ht(t),b.__e(J,t,o)}}else r==null&&t.__v==o.__v?(t.__k=o.__k,t.__e=o.__e):c=t.__e=To(o.__e,t,o,s,i,r,a,p,u);return(f=
b.diffed)&&f(t),128&t.__u?void 0:c}function ht(e){e&&(e.__c&&(e.__c.__e=!0),e.__k&&e.__k.some(ht))}function bt(e,t,o){for(var s=0;s<o.length;s++)Be(o[s],o[++s],
o[++s]);b.__c&&b.__c(t,e),e.some(function(i){try{e=i.__h,i.__h=[],e.some(function(r){r.call(i)})}catch(r){b.__e(r,i.__v)}})}function vt(e){return typeof e!="obj\
ect"||e==null||e.__b>0?e:me(e)?e.map(vt):e.constructor!==void 0?null:j({},e)}function To(e,t,o,s,i,r,a,c,p){var u,f,h,l,_,g,R,S=o.props||ce,x=t.props,v=t.type;if(v==
"svg"?i="http://www.w3.org/2000/svg":v=="math"?i="http://www.w3.org/1998/Math/MathML":i||(i="http://www.w3.org/1999/xhtml"),r!=null){for(u=0;u<r.length;u++)if((_=
r[u])&&"setAttribute"in _==!!v&&(v?_.localName==v:_.nodeType==3)){e=_,r[u]=null;break}}if(e==null){if(v==null)return document.createTextNode(x);e=document.createElementNS(
i,v,x.is&&x),c&&(b.__m&&b.__m(t,r),c=!1),r=null}if(v==null)S===x||c&&e.data==x||(e.data=x);else{if(r=v=="textarea"&&x.defaultValue!=null?null:r&&_e.call(e.childNodes),
!c&&r!=null)for(S={},u=0;u<e.attributes.length;u++)S[(_=e.attributes[u]).name]=_.value;for(u in S)_=S[u],u=="dangerouslySetInnerHTML"?h=_:u=="children"||u in x||
u=="value"&&"defaultValue"in x||u=="checked"&&"defaultChecked"in x||ie(e,u,null,_,i);for(u in x)_=x[u],u=="children"?l=_:u=="dangerouslySetInnerHTML"?f=_:u=="va\
lue"?g=_:u=="checked"?R=_:c&&typeof _!="function"||S[u]===_||ie(e,u,_,S[u],i);if(f)c||h&&(f.__html==h.__html||f.__html==e.innerHTML)||(e.innerHTML=f.__html),t.__k=
[];else if(h&&(e.innerHTML=""),mt(t.type=="template"?e.content:e,me(l)?l:[l],t,o,s,v=="foreignObject"?"http://www.w3.org/1999/xhtml":i,r,a,r?r[0]:o.__k&&B(o,0),
c,p),r!=null)for(u=r.length;u--;)We(r[u]);c&&v!="textarea"||(u="value",v=="progress"&&g==null?e.removeAttribute("value"):g!=null&&(g!==e[u]||v=="progress"&&!g||
v=="option"&&g!=S[u])&&ie(e,u,g,S[u],i),u="checked",R!=null&&R!=e[u]&&ie(e,u,R,S[u],i))}return e}function Be(e,t,o){try{if(typeof e=="function"){var s=typeof e.
__u=="function";s&&e.__u(),s&&t==null||(e.__u=e(t))}else e.current=t}catch(i){b.__e(i,o)}}function yt(e,t,o){var s,i;if(b.unmount&&b.unmount(e),(s=e.ref)&&(s.current&&
s.current!=e.__e||Be(s,null,t)),(s=e.__c)!=null){if(s.componentWillUnmount)try{s.componentWillUnmount()}catch(r){b.__e(r,t)}s.base=s.__P=s.__n=null}if(s=e.__k)for(i=
0;i<s.length;i++)s[i]&&yt(s[i],t,o||typeof e.type!="function");o||We(e.__e),e.__c=e.__=e.__e=void 0}function So(e,t,o){return this.constructor(e,o)}function gt(e,t,o){
var s,i,r,a;t==document&&(t=document.documentElement),b.__&&b.__(e,t),i=(s=typeof o=="function")?null:o&&o.__k||t.__k,r=[],a=[],He(t,e=(!s&&o||t).__k=go(d,null,
[e]),i||ce,ce,t.namespaceURI,!s&&o?[o]:i?null:t.firstChild?_e.call(t.childNodes):null,r,!s&&o?o:i?i.__e:t.firstChild,s,a),bt(r,e,a),e.props.children=null}function kt(e){function t(o){var s,i;return this.getChildContext||(s=new Set,(i={})[t.__c]=this,this.getChildContext=function(){return i},this.componentWillUnmount=
function(){s=null},this.shouldComponentUpdate=function(r){this.props.value!=r.value&&s.forEach(function(a){a.__e=!0,Me(a)})},this.sub=function(r){s.add(r);var a=r.
componentWillUnmount;r.componentWillUnmount=function(){s&&s.delete(r),a&&a.call(r)}}),o.children}return t.__c="__cC"+ft++,t.__=e,t.Provider=t.__l=(t.Consumer=function(o,s){
return o.children(s)}).contextType=t,t}_e=pe.slice,b={__e:function(e,t,o,s){for(var i,r,a;t=t.__;)if((i=t.__c)&&!i.__)try{if((r=i.constructor)&&r.getDerivedStateFromError!=
null&&(i.setState(r.getDerivedStateFromError(e)),a=i.__d),i.componentDidCatch!=null&&(i.componentDidCatch(e,s||{}),a=i.__d),a)return i.__E=i}catch(c){e=c}throw e}},
lt=0,vo=function(e){return e!=null&&e.constructor===void 0},ue.prototype.setState=function(e,t){var o;o=this.__s!=null&&this.__s!=this.state?this.__s:this.__s=j(
{},this.state),typeof e=="function"&&(e=e(j({},o),this.props)),e&&j(o,e),e!=null&&this.__v&&(t&&this._sb.push(t),Me(this))},ue.prototype.forceUpdate=function(e){
this.__v&&(this.__e=!0,e&&this.__h.push(e),Me(this))},ue.prototype.render=d,M=[],ut=typeof Promise=="function"?Promise.prototype.then.bind(Promise.resolve()):setTimeout,
ct=function(e,t){return e.__v.__b-t.__v.__b},fe.__r=0,Fe=Math.random().toString(8),ae="__d"+Fe,te="__a"+Fe,pt=/(PointerCapture)$|Capture$/i,Ue=0,qe=at(!1),je=at(
!0),ft=0;var K=class extends Error{constructor(t,o){super(o),this.status=t}},Co="The sandbox cannot be reached: is it still running?",Ve="move-sandbox-key",wt=1e4,de=class{key=sessionStorage.
getItem(Ve);async loadKey(){let t=await Je("console/key",{method:"POST",signal:AbortSignal.timeout(wt)}),o=await Ke(t);if(!t.ok)throw new K(t.status,o.message);
this.key=o.api_key}setKey(t){this.key=t,sessionStorage.setItem(Ve,t)}forgetKey(){this.key=null,sessionStorage.removeItem(Ve)}async send(t,o,s){let i=s===void 0?
void 0:JSON.stringify(s),r=await this.#e(`sandbox/${o}`,{method:t,body:i,signal:AbortSignal.timeout(wt)}),a=await Ke(r);if(!r.ok)throw new K(r.status,a.message??
`The sandbox answered with status ${r.status}.`);return a}async openEvents(t){let o=await this.#e("sandbox/events",{signal:t});if(!o.ok)throw new K(o.status,(await Ke(
o)).message);return o.body.pipeThrough(new TextDecoderStream).getReader()}async query(t,o){let s=performance.now(),i=await this.#e("ugc/graphql",{method:"POST",
body:JSON.stringify(t),signal:o}),r=await i.text();return{status:i.status,text:r,duration:performance.now()-s}}async asset(t){return(await Je(`console/${t}`,{})).
text()}#e(t,o){return Je(t,{...o,headers:{authorization:this.key??"","content-type":"application/json"}})}};async function Je(e,t){try{return await fetch(e,t)}catch(o){
throw t.signal?.aborted&&o.name==="AbortError"?o:new K(0,o.name==="TimeoutError"?"The sandbox does not respond.":Co)}}async function Ke(e){try{return JSON.parse(
await e.text())}catch{return{}}}var he=class{#e="";#t=[];push(t){let o=(this.#e+t).split(/\r\n|\n/);this.#e=o.pop();let s=[];for(let i of o)i.startsWith("data:")?this.#t.push(i.slice(5).replace(
/^ /,"")):i===""&&this.#t.length&&s.push(this.#t.splice(0).join(`
`));return s}};var xt=12e3,Ge=500,Eo=5e3,be=class{#e;#t;#o=Ge;#n=()=>{};constructor(t,o){this.#e=t,this.#t=o}async start(){for(addEventListener("online",()=>this.retry());;){try{
this.#e.key===null&&await this.#e.loadKey(),await this.#s(),this.#t.setStatus("lost")}catch(t){this.#r(t)}await this.#i()}}retry(){this.#o=Ge,this.#n()}async#s(){
let t=new AbortController,o=setTimeout(()=>t.abort(),xt);try{let s=await this.#e.openEvents(t.signal),i=new he;for(;;){let{done:r,value:a}=await s.read();if(r)return;
clearTimeout(o),o=setTimeout(()=>t.abort(),xt);for(let c of i.push(a))this.#t.apply(JSON.parse(c));this.#o=Ge}}finally{clearTimeout(o),t.abort()}}#r(t){t.status===
401?(this.#e.forgetKey(),this.#t.setStatus("locked","The sandbox does not accept this API key.")):t.status===403?this.#t.setStatus("locked"):this.#t.setStatus(t.
name==="AbortError"?"silent":"lost")}#i(){let t=this.#o;return this.#o=Math.min(t*2,Eo),new Promise(o=>{let s=setTimeout(o,t);this.#n=()=>{clearTimeout(s),o()}})}};function ve(e){return e.replace(/^([a-z]+-[0-9a-f]{8})-.*$/,"$1")}function I({name:e,id:t}){return e||ve(t)}function ye({operation:e,fields:t,path:o}){return e||
t.join(", ")||o.replace(/([a-z]+-[0-9a-f]{8})-[0-9a-f-]{27}/g,"$1…")}var Oo=[[60,"s",1],[3600,"min",60],[86400,"h",3600],[1/0,"d",86400]];function Tt(e,t){let o=Math.
floor((t-Date.parse(e))/1e3);if(o<1)return"now";let[,s,i]=Oo.find(([r])=>o<r);return`${Math.floor(o/i)} ${s} ago`}function oe(e){return new Date(e).toISOString().
slice(0,19).replace("T"," ")}function U(e){if(e===null)return"–";if(e<1e3)return`${e} B`;let t=Math.min(Math.floor(Math.log10(e)/3),4);return`${(e/1e3**t).toPrecision(
3)} ${["","kB","MB","GB","TB"][t]}`}function ge(e){return e===null?"…":e<.0995?`${(e*1e3).toFixed(1)} ms`:e<.9995?`${Math.round(e*1e3)} ms`:`${e.toFixed(1)} s`}function St(e,t){let o=[];for(let[s,i]of[["jobs","Job"],["volumes","Volume"]]){let r=new Map(e[s].map(({id:a,state:c})=>[a,c]));for(let a of t[s])(a.state==="FI\
NISHED"||a.state==="FAILED")&&r.has(a.id)&&r.get(a.id)!==a.state&&o.push(`${i} ${I(a)} ${a.state.toLowerCase()}.`)}return o.join(" ")}var Io=8e3,ke=class{status="connecting";reason="";sections=null;clock=null;toasts=[];news="";#e=new Set;#t=0;subscribe(t){return this.#e.add(t),()=>this.#e.delete(
t)}apply({clock:t,...o}){let s=this.sections;this.sections={...s,...o},this.clock={...t,at:performance.now()},this.news=s&&St(s,this.sections)||this.news,this.status=
"live",this.#o()}setStatus(t,o=""){this.status=t,this.reason=o,this.#o()}async attempt(t,o){try{let s=await t();return o&&this.show("done",o),s}catch(s){this.show(
"error",s.message);return}}show(t,o){let s=++this.#t;this.toasts=[...this.toasts.slice(-3),{id:s,kind:t,text:o}],this.#o(),setTimeout(()=>this.dismiss(s),Io)}dismiss(t){
this.toasts=this.toasts.filter(o=>o.id!==t),this.#o()}#o(){for(let t of this.#e)t()}};var G,y,ze,Ct,xe=0,Nt=[],k=b,Et=k.__b,Ot=k.__r,It=k.diffed,Pt=k.__c,Rt=k.unmount,$t=k.__;function Te(e,t){k.__h&&k.__h(y,e,xe||t),xe=0;var o=y.__H||(y.__H={__:[],
__h:[]});return e>=o.__.length&&o.__.push({}),o.__[e]}function w(e){return xe=1,Po(Ft,e)}function Po(e,t,o){var s=Te(G++,2);if(s.t=e,!s.__c&&(s.__=[o?o(t):Ft(void 0,
t),function(c){var p=s.__N?s.__N[0]:s.__[0],u=s.t(p,c);p!==u&&(s.__N=[u,s.__[1]],s.__c.setState({}))}],s.__c=y,!y.__f)){var i=function(c,p,u){if(!s.__c.__H)return!0;
var f=!1,h=s.__c.props!==c;if(s.__c.__H.__.some(function(_){if(_.__N){f=!0;var g=_.__[0];_.__=_.__N,_.__N=void 0,g!==_.__[0]&&(h=!0)}}),r){var l=r.call(this,c,p,
u);return f?l||h:l}return!f||h};y.__f=!0;var r=y.shouldComponentUpdate,a=y.componentWillUpdate;y.componentWillUpdate=function(c,p,u){if(this.__e){var f=r;r=void 0,
i(c,p,u),r=f}a&&a.call(this,c,p,u)},y.shouldComponentUpdate=i}return s.__N||s.__}function T(e,t){var o=Te(G++,3);!k.__s&&Lt(o.__H,t)&&(o.__=e,o.u=t,y.__H.__h.push(
o))}function P(e){return xe=5,Ro(function(){return{current:e}},[])}function Ro(e,t){var o=Te(G++,7);return Lt(o.__H,t)&&(o.__=e(),o.__H=t,o.__h=e),o.__}function Dt(e){var t=y.context[e.__c],o=Te(G++,9);return o.c=e,t?(o.__==null&&(o.__=!0,t.sub(y)),t.props.value):e.__}function $o(){for(var e;e=Nt.shift();){var t=e.__H;if(e.__P&&t)try{t.__h.some(we),t.__h.some(Ye),t.__h=[]}catch(o){t.__h=[],k.__e(o,e.__v)}}}k.__b=function(e){y=
null,Et&&Et(e)},k.__=function(e,t){e&&t.__k&&t.__k.__m&&(e.__m=t.__k.__m),$t&&$t(e,t)},k.__r=function(e){Ot&&Ot(e),G=0;var t=(y=e.__c).__H;t&&(ze===y?(t.__h=[],
y.__h=[],t.__.some(function(o){o.__N&&(o.__=o.__N),o.u=o.__N=void 0})):(t.__h.some(we),t.__h.some(Ye),t.__h=[],G=0)),ze=y},k.diffed=function(e){It&&It(e);var t=e.
__c;t&&t.__H&&(t.__H.__h.length&&(Nt.push(t)!==1&&Ct===k.requestAnimationFrame||((Ct=k.requestAnimationFrame)||Ao)($o)),t.__H.__.some(function(o){o.u&&(o.__H=o.
u,o.u=void 0)})),ze=y=null},k.__c=function(e,t){t.some(function(o){try{o.__h.some(we),o.__h=o.__h.filter(function(s){return!s.__||Ye(s)})}catch(s){t.some(function(i){
i.__h&&(i.__h=[])}),t=[],k.__e(s,o.__v)}}),Pt&&Pt(e,t)},k.unmount=function(e){Rt&&Rt(e);var t,o=e.__c;o&&o.__H&&(o.__H.__.some(function(s){try{we(s)}catch(i){t=
i}}),o.__H=void 0,t&&k.__e(t,o.__v))};var At=typeof requestAnimationFrame=="function";function Ao(e){var t,o=function(){clearTimeout(s),At&&cancelAnimationFrame(
t),setTimeout(e)},s=setTimeout(o,35);At&&(t=requestAnimationFrame(o))}function we(e){var t=y,o=e.__c;typeof o=="function"&&(e.__c=void 0,o()),y=t}function Ye(e){
var t=y;e.__c=e.__(),y=t}function Lt(e,t){return!e||e.length!==t.length||t.some(function(o,s){return o!==e[s]})}function Ft(e,t){return typeof t=="function"?t(e):
t}function Qe(e){let[t="",o=""]=e.replace(/^#\/?/,"").split("/");try{return{view:t||"overview",id:decodeURIComponent(o)||null}}catch{return{view:"overview",id:null}}}
function C(e,t){return`#/${e==="overview"?"":e}${t?`/${encodeURIComponent(t)}`:""}`}function qt({now:e,rate:t,at:o},s=performance.now()){return Date.parse(e)+(s-o)*t}var Xe=kt(null);function m(){return Dt(Xe)}function jt(e){let[,t]=w(0);T(()=>e.subscribe(()=>t(o=>o+1)),[e])}function Se(){let{store:e}=m(),[,t]=w(0);return T(()=>{
let o=setInterval(()=>document.hidden||t(s=>s+1),1e3);return()=>clearInterval(o)},[]),qt(e.clock)}var No=0;function n(e,t,o,s,i,r){t||(t={});var a,c,p=t;if("ref"in p)for(c in p={},t)c=="ref"?a=t[c]:p[c]=t[c];var u={type:e,props:p,key:o,ref:a,__k:null,__:null,__b:0,__e:null,
__c:null,constructor:void 0,__v:--No,__i:-1,__u:0,__source:i,__self:r};if(typeof e=="function"&&(a=e.defaultProps))for(c in a)p[c]===void 0&&(p[c]=a[c]);return b.
vnode&&b.vnode(u),u}var Ce={query:`query ListJobs {
  listJobs(first: 5) {
    items {
      id
      progress {
        state
        percentageComplete
      }
    }
  }
}
`,variables:"{}"};function Mt({heading:e}){let{api:t}=m(),o=P(null),[s,i]=w("loading");return T(()=>{let r=null,a=!1;return Promise.all([import("./explorer.js"),
t.asset("schema.graphql")]).then(([{createExplorer:c},p])=>{a||(r=c(o.current,{schema:p,draft:Ce,run:(u,f)=>t.query(u,f)}),i("ready"))},()=>i("failed")),()=>{a=
!0,r?.dispose()}},[]),n(d,{children:[n("h1",{tabIndex:-1,ref:e,children:"Explorer"}),n("p",{class:"dim",children:["Requests go to this sandbox, with its API key\
. ",n("kbd",{children:"Ctrl"})," ",n("kbd",{children:"Enter"})," runs, ",n("kbd",{children:"Ctrl"})," ",n("kbd",{children:"Space"})," completes, ",n("kbd",{children:"\
Esc"})," ",n("kbd",{children:"Tab"})," leaves an editor."]}),s==="failed"&&n("p",{class:"problem",role:"alert",children:"The explorer cannot be loaded: is the s\
andbox still running?"}),n("div",{class:"explorer",ref:o,"aria-busy":s==="loading"})]})}var z={unavailable:{label:"Status 503, service unavailable",fault:{status:{code:503}},late:!0},throttled:{label:"Throttled by AppSync",fault:{graphql:{error_type:"\
ThrottlingException",message:"Rate exceeded"}},late:!0},drop:{label:"Connection closed without a response",fault:{drop:{}},late:!0},reset:{label:"Connection res\
et",fault:{drop:{reset:!0}},late:!0},stall:{label:"No response, connection stays open",fault:{stall:{}},late:!0},delay:{label:"Response 5 s late",fault:{delay:{
seconds:5}},late:!0},truncate:{label:"Response cut in the middle",fault:{truncate:{share:.5}},late:!1},drip:{label:"Response at 1 kB/s",fault:{drip:{bytes_per_second:1e3}},
late:!1},html:{label:"A page instead of JSON",fault:{garbage:{kind:"html"}},late:!0},json:{label:"JSON that ends in the middle",fault:{garbage:{kind:"json"}},late:!0},
lost:{label:"Webhook lost",fault:{lose_delivery:{}},late:!1,isDelivery:!0},late:{label:"Webhook one minute late",fault:{delay_delivery:{seconds:60}},late:!1,isDelivery:!0},
repeated:{label:"Webhook sent twice",fault:{repeat_delivery:{}},late:!1,isDelivery:!0},reordered:{label:"Webhook after the next one",fault:{reorder_delivery:{}},
late:!1,isDelivery:!0},forged:{label:"Forged webhook first",fault:{forge_delivery:{part:"signature"}},late:!1,isDelivery:!0}},Do=["createFile","createSingleCamT\
ake","createMultiCamTake","createSingleCamJob","createMultiCamJob","createVolumeWithHuman","getFile","getTake","getJob","getVolume","list*","client"],Lo=["job.s\
tate.started","job.state.completed","ugc.job.state.completed","ugc.job.state.failed"],Ze={graphql:{label:"All GraphQL requests",conditions:{path:"/ugc/graphql"}},
uploads:{label:"Uploads",conditions:{method:"PUT",path:"/move-ugc-sandbox/*"}},downloads:{label:"Downloads",conditions:{method:"GET",path:"/move-ugc-sandbox/*"}}},
Ut="webhooks";function Ee(e){return z[e].isDelivery?[[Ut,"All webhooks"],...Lo.map(t=>[t,t])]:[...Object.entries(Ze).map(([t,{label:o}])=>[t,o]),...Do.map(t=>[t,
t])]}function Wt({fault:e,target:t,times:o,afterWork:s}){let{fault:i,late:r}=z[e],[[a,c]]=Object.entries(i),p={[a]:r&&s?{...c,after_work:!0}:c},u=Ze[t]?.conditions??
(t===Ut?{}:{operation:t});return o===null?{faults:p,...u}:{faults:p,...u,times:o}}function Oe(e){if(e===null)return"none";let[[t,o]]=Object.entries(e),s=o.code??
o.error_type??o.kind??(o.seconds&&`${o.seconds} s`)??"";return[t,s,o.after_work&&"after work"].filter(Boolean).join(" ")}function Ht({faults:e,operation:t,method:o,
path:s}){return Object.values(Ze).find(({conditions:r})=>!t&&r.path===s&&(r.method??null)===o)?.label??([t,o,s].filter(Boolean).join(" ")||(Fo(e)?"All webhooks":
"All requests"))}function Fo(e){let t=[e].flat().find(o=>o);return t!==void 0&&Object.keys(t)[0].endsWith("_delivery")}function F({label:e,text:t}){return n("figure",{class:"snippet",children:[n("figcaption",{children:[e," ",n(Y,{text:t,what:e})]}),n("pre",{tabIndex:0,"aria-labe\
l":e,children:t})]})}function Y({text:e,what:t}){let{store:o}=m(),[s,i]=w(!1),r=async()=>{try{await navigator.clipboard.writeText(e),i(!0),setTimeout(()=>i(!1),
1500)}catch{o.show("error","The browser does not allow this page to copy: select the text instead.")}};return n("button",{type:"button",class:"quiet copy","aria\
-label":`Copy ${t}`,onClick:r,children:s?"Copied":"Copy"})}function Bt({children:e}){return n("div",{class:"empty",children:e})}function $({title:e,code:t}){let{api:o,store:s}=m();return n(d,{children:[n("h2",{children:e}),
n("p",{children:"Objects that a client creates appear here at once. For example:"}),n(F,{label:"Python",text:et(s.sections.sandbox.endpoint_url,o.key,t)})]})}function et(e,t,o){
let s=o.map(i=>`        ${i}`).join(`
`);return`import asyncio

from move_ugc_async import AsyncMoveUgc, SourceIn


async def main() -> None:
    async with AsyncMoveUgc("${t}", endpoint_url="${e}") as client:
${s}


asyncio.run(main())
`}function E({label:e,columns:t,items:o,keyOf:s,total:i=o.length,empty:r}){return o.length?n(d,{children:[n("table",{"aria-label":e,children:[n("thead",{children:n(
"tr",{children:t.map(({title:a,...c})=>n("th",{scope:"col",class:Vt(c),children:a},a))})}),n("tbody",{children:o.map(a=>n("tr",{children:t.map(({title:c,cell:p,
...u})=>n("td",{class:Vt(u),children:p(a)},c))},s(a)))})]}),i>o.length&&n("p",{class:"note",children:["The newest ",o.length," of ",i," are shown."]})]}):n(Bt,{
children:r})}function Vt({from:e,number:t}){return[e,t&&"number"].filter(Boolean).join(" ")}var qo={NOT_STARTED:"Queued",RUNNING:"Running",FINISHED:"Finished",FAILED:"Failed"};function Ie({state:e}){return n("span",{class:`state ${e.toLowerCase()}`,children:qo[e]??
e})}var jo={pending:"running",delivered:"finished",failed:"failed",lost:"failed",blocked:"failed"};function Jt({state:e}){return n("span",{class:`state ${jo[e]??
""}`,children:e})}function Pe({work:e}){return n("span",{class:"progress",children:[n("progress",{class:e.state.toLowerCase(),max:100,value:e.percentage,"aria-l\
abel":`Progress of ${I(e)}`}),n("span",{class:"mono",children:[e.percentage,"%"]})]})}function O({moment:e}){return n("time",{dateTime:e,title:`${oe(Date.parse(
e))} UTC`,children:Tt(e,Se())})}function Q({view:e,item:t}){return n("a",{class:"object",href:C(e,t.id),title:t.id,children:[n("span",{children:I(t)}),t.name&&n(
"span",{class:"mono dim",children:ve(t.id)})]})}function N({view:e,id:t}){return t?n("a",{class:"mono",href:C(e,t),title:t,children:ve(t)}):"–"}function Re({status:e,
error:t,isOpen:o}){return o?n("span",{class:"status open",children:"open"}):e===null?n("span",{class:"status bad",title:"The client received no response.",children:"\
none"}):n("span",{class:`status ${e>=400||t?"bad":"good"}`,children:e})}function q({of:e}){let t=Object.entries(e).filter(([,o])=>o||o===0);return n("dl",{children:t.
map(([o,s])=>n("div",{children:[n("dt",{children:o}),n("dd",{children:s})]},o))})}function X({id:e}){return n("span",{class:"mono",children:[e," ",n(Y,{text:e,what:"\
id"})]})}function W({kind:e,items:t,total:o,empty:s}){let i=[{title:e==="job"?"Job":"Volume",cell:r=>n(Q,{view:`${e}s`,item:r})},{title:"State",cell:r=>n(Ie,{state:r.state})},
{title:"Progress",cell:r=>n(Pe,{work:r})},...e==="job"?[{title:"Take",from:"wide",cell:r=>n(N,{view:"takes",id:r.take_id})}]:[],{title:"Created",from:"wide",cell:r=>n(
O,{moment:r.created})},{title:"Actions",from:"medium",cell:r=>n(tt,{kind:e,work:r})}];return n(E,{label:e==="job"?"Jobs":"Volumes",columns:i,items:t,keyOf:({id:r})=>r,
total:o,empty:s})}function tt({kind:e,work:t}){let{api:o,store:s}=m(),i=t.state==="FINISHED"||t.state==="FAILED",r=a=>i||s.attempt(()=>o.send("POST",`${e}s/${encodeURIComponent(
t.id)}/${a}`));return n("span",{class:"actions tight",children:[n("button",{type:"button","aria-disabled":i,"aria-label":`Finish ${I(t)}`,onClick:()=>r("finish"),
children:"Finish"}),n("button",{type:"button","aria-disabled":i,"aria-label":`Fail ${I(t)}`,onClick:()=>r("fail"),children:"Fail"})]})}function V({kind:e}){let{
api:t,store:o}=m(),s=o.sections.sandbox.failures[e];return n("p",{class:"actions",children:[n("button",{type:"button",onClick:()=>o.attempt(()=>t.send("POST","f\
ailures",{kind:e})),children:["Let the next ",e," fail"]}),s>0&&n("span",{class:"dim",children:s===1?`The next ${e} fails.`:`The next ${s} ${e}s fail.`})]})}var Mo={1:"once",2:"twice",5:"5 times",unlimited:"without limit"};function Kt({heading:e}){let{store:t}=m();return n(d,{children:[n("h1",{tabIndex:-1,ref:e,children:"\
Faults"}),n(Uo,{}),n(V,{kind:"job"}),n(V,{kind:"volume"}),n("h2",{children:"Rules"}),n(Wo,{rules:t.sections.faults})]})}function Uo(){let{api:e,store:t}=m(),[o,
s]=w({fault:"unavailable",target:"graphql",times:"1",afterWork:!1}),i=u=>({currentTarget:{type:f,checked:h,value:l}})=>s({...o,[u]:f==="checkbox"?h:l}),r=Ee(o.fault),
a=({currentTarget:{value:u}})=>{let f=Ee(u).some(([h])=>h===o.target);s({...o,fault:u,target:f?o.target:Ee(u)[0][0]})},c=Wt({...o,times:o.times==="unlimited"?null:
Number(o.times)});return n("form",{class:"card grid",onSubmit:u=>{u.preventDefault(),t.attempt(()=>e.send("POST","faults",c),"The fault waits for its request or\
 webhook.")},children:[n("h2",{children:"Inject a fault"}),n(ot,{label:"Fault",value:o.fault,onChange:a,options:Object.entries(z).map(([u,{label:f}])=>[u,f])}),
n(ot,{label:"Requests",value:o.target,onChange:i("target"),options:r}),n(ot,{label:"How often",value:o.times,onChange:i("times"),options:Object.entries(Mo)}),n(
"label",{class:"line",children:[n("input",{type:"checkbox",checked:o.afterWork&&z[o.fault].late,disabled:!z[o.fault].late,onChange:i("afterWork")})," Process th\
e request first, and lose its response"]}),n("pre",{class:"line",tabIndex:0,"aria-label":"Rule as JSON",children:JSON.stringify(c)}),n("div",{class:"actions lin\
e",children:n("button",{type:"submit",class:"primary",children:"Inject"})})]})}function ot({label:e,value:t,options:o,onChange:s}){return n("label",{children:[e,
n("select",{value:t,onChange:s,children:o.map(([i,r])=>n("option",{value:i,children:r},i))})]})}function Wo({rules:e}){let{api:t,store:o}=m();return n(E,{label:"\
Rules",columns:[{title:"Fault",cell:({faults:i})=>[i].flat().map(Oe).join(", ")},{title:"Requests",cell:Ht},{title:"Left",number:!0,from:"medium",cell:({times:i,
faults:r,acted:a})=>i?Math.max(0,i*[r].flat().length-a):"∞"},{title:"Acted",number:!0,cell:({acted:i,matched:r})=>`${i} of ${r}`},{title:"Actions",cell:({id:i})=>n(
"button",{type:"button","aria-label":`Remove rule ${i}`,onClick:()=>o.attempt(()=>t.send("DELETE",`faults/${i}`)),children:"Remove"})}],items:e,keyOf:({id:i})=>i,
empty:"Without rules, no request fails. Add one above, or from a test with sandbox.faults.add(…)."})}function A({view:e,title:t,heading:o,isProblem:s}){return n("header",{class:"details-head",children:[n("a",{href:C(e),children:["← All ",e]}),n("h1",{tabIndex:-1,
ref:o,role:s?"alert":void 0,children:t})]})}function $e(e,t){let{api:o}=m(),[s,i]=w([null,null]);return T(()=>{let r=!0;return o.send("GET",e).then(a=>r&&i([a,null]),a=>r&&i(([c])=>[c,c&&!a.status?null:a.
message])),()=>{r=!1}},[e,t]),s}var Ho=[{title:"Device",cell:e=>e.device_label},{title:"File",cell:e=>n(N,{view:"files",id:e.file_id})},{title:"Format",cell:e=>e.format},{title:"Lens",from:"me\
dium",cell:e=>e.lens??"–"}];function Ae({sources:e}){return n(d,{children:[n("h2",{children:"Sources"}),n(E,{label:"Sources",columns:Ho,items:e,keyOf:({file_id:t,
device_label:o})=>`${t} ${o}`})]})}var Bo=2;function Gt({job:e}){let t=P(null),[o,s]=w(null);return T(()=>{let i=null,r=!1;return import("./viewer.js").then(({createViewer:a})=>{if(r)return;let c=Vo(
e);i=a(t.current,{sources:c,autoplay:!1});for(let p=Bo;p<c.length;p++)i.toggleSource(String(p))},()=>s("The viewer cannot be loaded: is the sandbox still runnin\
g?")),()=>{r=!0,i?.dispose()}},[e.id]),o?n("p",{class:"problem",role:"alert",children:o}):n("div",{class:"viewer",ref:t,role:"group","aria-label":"Results"})}function Vo({
motion_url:e,outputs:t}){let o=t.filter(({type:s})=>s===".mp4");return[{name:"motion.glb",kind:"glb",url:e},...o.map(s=>({name:`${s.output.toLowerCase()}${s.type}`,
kind:"video",url:s.url}))]}var Jo=[{title:"Output",cell:({output:e})=>n("span",{class:"mono",children:e})},{title:"Key",from:"medium",cell:({key:e})=>n("span",{class:"mono",children:e})},
{title:"Size",number:!0,cell:({size:e})=>U(e)},{title:"Content",cell:({url:e,output:t,type:o,isReady:s,isFailed:i})=>s?n("a",{href:e,download:`${t.toLowerCase()}${o}`,
children:"Download"}):n("span",{class:"dim",children:i?"none":"not yet"})}];function Ne({kind:e,id:t,listed:o,heading:s}){let[i,r]=$e(`${e}s/${encodeURIComponent(
t)}`,o&&`${o.state} ${o.outputs_ready}`),a=o?{...i,...o}:i;if(r||!a?.outputs)return n(A,{view:`${e}s`,heading:s,title:r??"Loading…",isProblem:!!r});let c=a.outputs.
map(p=>({...p,isReady:a.outputs_ready,isFailed:a.state==="FAILED"}));return n(d,{children:[n(A,{view:`${e}s`,heading:s,title:I(a)}),n("p",{class:"headline",children:[
n(Ie,{state:a.state})," ",n(Pe,{work:a})," ",n(tt,{kind:e,work:a})]}),a.suggestions.length>0&&n("ul",{class:"problem",children:a.suggestions.map(p=>n("li",{children:p},
p))}),e==="job"&&a.outputs_ready&&n(Gt,{job:a}),n(q,{of:{Id:n(X,{id:a.id}),Created:n(O,{moment:a.created}),Take:a.take_id&&n(N,{view:"takes",id:a.take_id}),Rig:a.
rig,Actors:a.actors,"Height of the human":a.human_height&&`${a.human_height} m`,Area:a.area_type,"Clip window":a.window&&`${a.window[0]} s to ${a.window[1]} s`}}),
a.sources&&n(Ae,{sources:a.sources}),n("h2",{children:"Outputs"}),n(E,{label:"Outputs",columns:Jo,items:c,keyOf:p=>p.id,empty:"This work has no outputs."}),n(ne,
{of:a})]})}function ne({of:{metadata:e}}){return e&&e!=="{}"?n(F,{label:"Metadata",text:e}):null}var Ko=[{title:"File",cell:e=>n(Q,{view:"files",item:e})},{title:"Type",cell:({type:e})=>e},{title:"Size",number:!0,cell:({size:e})=>e===null?n("span",{class:"d\
im",children:"not uploaded"}):U(e)},{title:"Created",from:"medium",cell:({created:e})=>n(O,{moment:e})}],Go=['print(await client.files.upload("clip.mp4"))'];function zt({
id:e,heading:t}){let{files:o,sandbox:s}=m().store.sections,i=o.find(r=>r.id===e);return e&&!i?n(A,{view:"files",heading:t,title:`unknown file ${e}`,isProblem:!0}):
i?n(zo,{file:i,heading:t}):n(d,{children:[n("h1",{tabIndex:-1,ref:t,children:"Files"}),n(E,{label:"Files",columns:Ko,items:o,keyOf:r=>r.id,total:s.counts.files,
empty:n($,{title:"No files yet",code:Go})})]})}function zo({file:e,heading:t}){return n(d,{children:[n(A,{view:"files",heading:t,title:I(e)}),n(q,{of:{Id:n(X,{id:e.
id}),Type:e.type,Size:e.size===null?"not uploaded":U(e.size),Created:n(O,{moment:e.created}),Content:e.size!==null&&n("a",{href:e.url,download:`${I(e)}${e.type}`,
children:"Download"})}}),n(ne,{of:e})]})}var Yo=['file = await client.files.upload("clip.mp4")','take = await client.takes.create_singlecam([SourceIn(device_label="phone", file_id=file.id, format="MP4"\
)])',"job = await client.jobs.create_singlecam(take.id)","print(await client.jobs.wait(job))"];function Yt({id:e,heading:t}){let{jobs:o,sandbox:s}=m().store.sections;
return e?n(Ne,{kind:"job",id:e,listed:o.find(i=>i.id===e),heading:t}):n(d,{children:[n("h1",{tabIndex:-1,ref:t,children:"Jobs"}),n(V,{kind:"job"}),n(W,{kind:"jo\
b",items:o,total:s.counts.jobs,empty:n($,{title:"No jobs yet",code:Yo})})]})}function Qt({number:e,listed:t,heading:o}){let[s,i]=$e(`requests/${encodeURIComponent(e)}`,t?.seconds);if(i||!s)return n(A,{view:"requests",heading:o,title:i??"\
Loading…",isProblem:!!i});let r=JSON.stringify(s.variables,null,2),a=()=>{Ce.query=s.document,Ce.variables=r,location.hash=C("explorer")};return n(d,{children:[
n(A,{view:"requests",heading:o,title:ye(s)}),n("p",{class:"headline",children:[n(Re,{status:s.status,error:s.error,isOpen:s.seconds===null}),n("span",{class:"mo\
no",children:ge(s.seconds)}),s.document&&n("button",{type:"button",onClick:a,children:"Open in the explorer"})]}),s.errors.length>0&&n("ul",{class:"problem",children:s.
errors.map(c=>n("li",{children:c},c))}),n(q,{of:{Request:n("span",{class:"mono",children:[s.method," ",s.path]}),Received:n(O,{moment:s.received}),Fields:s.fields.
join(", "),Fault:s.fault&&Oe(s.fault),"Request id":n("span",{class:"mono",children:s.request_id}),Uploaded:s.received_bytes>0&&U(s.received_bytes),Downloaded:s.
sent_bytes>0&&U(s.sent_bytes)}}),s.document&&n(F,{label:"Document",text:s.document}),s.document&&r!=="{}"&&n(F,{label:"Variables, without secrets",text:r})]})}var Qo=[{title:"Request",cell:e=>n(Zo,{request:e})},{title:"Status",cell:({status:e,error:t,seconds:o})=>n(Re,{status:e,error:t,isOpen:o===null})},{title:"Durat\
ion",number:!0,cell:({seconds:e})=>n("span",{class:"mono",children:ge(e)})},{title:"Problem",from:"wide",cell:({error:e,has_fault:t})=>n(d,{children:[t&&n("span",
{class:"tag",children:"fault"})," ",n("span",{class:"dim clip",title:e,children:e})]})},{title:"Received",from:"medium",cell:({received:e})=>n(O,{moment:e})}],Xo=[
"print(await client.client.retrieve())"];function Xt({id:e,heading:t}){let{api:o,store:s}=m(),{requests:i}=s.sections,[r,a]=w(""),[c,p]=w(!1);if(e)return n(Qt,{
number:e,listed:i.find(h=>String(h.number)===e),heading:t});let u=i.filter(h=>en(h,r.toLowerCase())&&(!c||tn(h))),f=()=>s.attempt(()=>o.send("DELETE","requests"));
return n(d,{children:[n("h1",{tabIndex:-1,ref:t,children:"Requests"}),n("div",{class:"actions",children:[n("label",{children:["Filter ",n("input",{type:"search",
value:r,placeholder:"getJob",onInput:h=>a(h.currentTarget.value)})]}),n("label",{children:[n("input",{type:"checkbox",checked:c,onChange:h=>p(h.currentTarget.checked)}),
" Problems only"]}),n("button",{type:"button","aria-disabled":!i.length,onClick:()=>i.length&&f(),children:"Clear"})]}),n(nt,{requests:u,empty:i.length?"No requ\
est matches the filter.":n($,{title:"No requests yet",code:Xo})})]})}function nt({requests:e,empty:t}){return n(E,{label:"Requests",columns:Qo,items:e,keyOf:({number:o})=>o,
empty:t})}function Zo({request:e}){return n("a",{class:"object",href:C("requests",e.number),children:[n("span",{class:"clip",children:ye(e)}),n("span",{class:"m\
ono dim",children:e.method})]})}function en({operation:e,fields:t,path:o,method:s,status:i},r){return[e??"",...t,o,s,String(i)].some(a=>a.toLowerCase().includes(
r))}function tn({status:e,error:t,has_fault:o,seconds:s}){return!!t||o||(e===null?s!==null:e>=400)}var on=['result = await client.capture("clip.mp4", "results", outputs=["main_fbx", "motion_data"])',"print(result.outputs)"],Zt=5;function eo({heading:e}){let{api:t,
store:o}=m(),{sandbox:s,jobs:i,requests:r,leaks:a}=o.sections,c=i.filter(({state:p})=>p==="RUNNING"||p==="NOT_STARTED").length;return n(d,{children:[n("h1",{tabIndex:-1,
ref:e,children:"Overview"}),a.length>0&&n("p",{class:"problem",role:"alert",children:[a.length===1?"A request":`${a.length} requests`," to storage carried an Au\
thorization header, which only the API may see: ",a.at(-1)]}),n("ul",{class:"figures",children:[n(De,{value:c,text:"jobs running",href:C("jobs")}),n(De,{value:s.
counts.jobs,text:"jobs",href:C("jobs")}),n(De,{value:s.counts.files,text:"files",href:C("files")}),n(De,{value:s.credits,text:"credits charged"})]}),n("section",
{class:"card",children:[n("h2",{children:"Connect a client"}),n(q,{of:{Endpoint:n("span",{class:"mono",children:[s.endpoint_url," ",n(Y,{text:s.endpoint_url,what:"\
endpoint"})]}),"API key":n("span",{class:"mono",children:[t.key," ",n(Y,{text:t.key,what:"API key"})]})}}),n(F,{label:"Shell",text:`export MOVE_API_KEY=${t.key}\
 MOVE_UGC_ENDPOINT_URL=${s.endpoint_url}`}),!i.length&&n(F,{label:"Python",text:et(s.endpoint_url,t.key,on)})]}),i.length>0&&n("section",{children:[n("h2",{children:"\
Newest jobs"}),n(W,{kind:"job",items:i.slice(0,Zt)})]}),r.length>0&&n("section",{children:[n("h2",{children:"Last requests"}),n(nt,{requests:r.slice(0,Zt)})]})]})}
function De({value:e,text:t,href:o}){let s=n(d,{children:[n("b",{children:e})," ",t]});return n("li",{children:o?n("a",{href:o,children:s}):n("span",{children:s})})}var to={SINGLE_CAM:"One camera",MULTI_CAM:"Several cameras"},nn=[{title:"Take",cell:e=>n(Q,{view:"takes",item:e})},{title:"Type",cell:({type:e})=>to[e]??e},{title:"\
Clips",number:!0,cell:({sources:e})=>e.length},{title:"Volume",from:"wide",cell:({volume_id:e})=>n(N,{view:"volumes",id:e})},{title:"Created",from:"medium",cell:({
created:e})=>n(O,{moment:e})}],sn=['file = await client.files.upload("clip.mp4")','print(await client.takes.create_singlecam([SourceIn(device_label="phone", fil\
e_id=file.id, format="MP4")]))'];function oo({id:e,heading:t}){let{takes:o,jobs:s,sandbox:i}=m().store.sections,r=o.find(a=>a.id===e);return e&&!r?n(A,{view:"ta\
kes",heading:t,title:`unknown take ${e}`,isProblem:!0}):r?n(rn,{take:r,jobs:s.filter(a=>a.take_id===e),heading:t}):n(d,{children:[n("h1",{tabIndex:-1,ref:t,children:"\
Takes"}),n(E,{label:"Takes",columns:nn,items:o,keyOf:a=>a.id,total:i.counts.takes,empty:n($,{title:"No takes yet",code:sn})})]})}function rn({take:e,jobs:t,heading:o}){
return n(d,{children:[n(A,{view:"takes",heading:o,title:I(e)}),n(q,{of:{Id:n(X,{id:e.id}),Type:to[e.type]??e.type,Created:n(O,{moment:e.created}),Volume:e.volume_id&&
n(N,{view:"volumes",id:e.volume_id})}}),n(Ae,{sources:e.sources}),n("h2",{children:"Jobs"}),n(W,{kind:"job",items:t,empty:"No job uses this take."}),n(ne,{of:e})]})}var an=['files = [await client.files.upload(path) for path in ("left.mp4", "right.mp4")]',"sources = [",'    SourceIn(device_label=f"camera-{n}", file_id=file.i\
d, format="MP4", camera_settings={"lens": "goprohero10-fhd"})',"    for n, file in enumerate(files)","]",'volume = await client.volumes.create_human_volume(sour\
ces, human_height=1.8, area_type="NORMAL")',"print(await client.volumes.wait(volume))"];function no({id:e,heading:t}){let{volumes:o,sandbox:s}=m().store.sections;
return e?n(Ne,{kind:"volume",id:e,listed:o.find(i=>i.id===e),heading:t}):n(d,{children:[n("h1",{tabIndex:-1,ref:t,children:"Volumes"}),n(V,{kind:"volume"}),n(W,
{kind:"volume",items:o,total:s.counts.volumes,empty:n($,{title:"No volumes yet",code:an})})]})}var ln=[{title:"Endpoint",cell:({uid:e,description:t})=>n("span",{class:"object",children:[n("span",{children:e}),n("span",{class:"dim",children:t})]})},{title:"\
URL",cell:({url:e})=>n("span",{class:"mono break",children:e})},{title:"Events",from:"medium",cell:({events:e})=>e?.length?e.join(", "):"all"}],un=[{title:"Even\
t",cell:({event:e,endpoint:t,id:o})=>n("span",{class:"object",title:o,children:[n("span",{class:"break",children:e}),n("span",{class:"dim",children:t})]})},{title:"\
State",cell:({state:e})=>n(Jt,{state:e})},{title:"Last attempt",from:"medium",cell:({attempts:e})=>n(pn,{attempts:e})},{title:"Job",from:"wide",cell:({job_id:e})=>n(
N,{view:"jobs",id:e})},{title:"Time",from:"wide",cell:({attempts:e})=>e.length?n(O,{moment:e.at(-1).time}):"–"},{title:"Actions",cell:e=>n(fn,{delivery:e})}],
cn=['print(await client.webhooks.upsert(None, "orders", "http://127.0.0.1:8080/webhooks"))'];function so({heading:e}){let{webhooks:t,deliveries:o}=m().store.sections;
return n(d,{children:[n("h1",{tabIndex:-1,ref:e,children:"Webhooks"}),n(E,{label:"Endpoints",columns:ln,items:t,keyOf:({uid:s})=>s,empty:n($,{title:"No endpoint\
s yet",code:cn})}),n("h2",{children:"Deliveries"}),n(E,{label:"Deliveries",columns:un,items:o,keyOf:({id:s,endpoint:i})=>`${s} ${i}`,empty:"When a job starts, f\
inishes or fails, its webhooks are sent to the endpoints."})]})}function pn({attempts:e}){if(!e.length)return n("span",{class:"dim",children:"none yet"});let{status:t,
error:o,fault:s}=e.at(-1);return n(d,{children:[e.length>1&&n("span",{class:"dim",children:[e.length,": "]}),t??n("span",{class:"clip",title:o,children:o??"no r\
esponse"})," ",s&&n("span",{class:"tag",children:"fault"})]})}function fn({delivery:{id:e,event:t}}){let{api:o,store:s}=m(),i=()=>s.attempt(()=>o.send("POST",`w\
ebhooks/${encodeURIComponent(e)}/resend`),`${t} is sent again.`);return n("span",{class:"actions tight",children:n("button",{type:"button","aria-label":`Resend ${t}`,
onClick:i,children:"Resend"})})}var se=[{name:"overview",title:"Overview",Page:eo},{name:"jobs",title:"Jobs",Page:Yt,count:({sandbox:e})=>e.counts.jobs},{name:"takes",title:"Takes",Page:oo,count:({
sandbox:e})=>e.counts.takes},{name:"volumes",title:"Volumes",Page:no,count:({sandbox:e})=>e.counts.volumes},{name:"files",title:"Files",Page:zt,count:({sandbox:e})=>e.
counts.files},{name:"requests",title:"Requests",Page:Xt},{name:"webhooks",title:"Webhooks",Page:so,count:({webhooks:e})=>e.length},{name:"faults",title:"Faults",
Page:Kt,count:({faults:e})=>e.length},{name:"explorer",title:"Explorer",Page:Mt}];function ro(e){let t=P(null);T(()=>{let o=i=>t.current=i.target,s=({target:i})=>queueMicrotask(()=>{t.current===i&&i.isConnected&&(t.current=null)});return addEventListener(
"focusin",o),addEventListener("focusout",s),()=>{removeEventListener("focusin",o),removeEventListener("focusout",s)}},[]),T(()=>{t.current===null||t.current.isConnected||
(t.current=null,document.activeElement===document.body&&e.current?.focus({preventScroll:!0}))})}var _n={lost:"Connection lost. The page shows the last known state, and connects again when the sandbox runs.",silent:"The sandbox does not respond. The page sh\
ows the last known state.",locked:"The sandbox does not accept the API key any more."};function io(){let{store:e,connection:t}=m(),o=e.sections&&_n[e.status];return n(
"div",{class:"banner",role:"alert",children:o&&n("p",{children:[o," ",n("button",{type:"button",onClick:()=>t.retry(),children:"Connect now"})]})})}function ao({heading:e}){let{api:t,store:o,connection:s}=m(),i=P(null);return n("form",{class:"card",onSubmit:a=>{a.preventDefault(),t.setKey(i.current.value.trim()),
o.setStatus("connecting"),s.retry()},children:[n("h1",{tabIndex:-1,ref:e,children:"Enter the API key"}),n("p",{children:"The console is open on another machine \
than the sandbox. The program that runs the sandbox has printed its key."}),o.reason&&n("p",{class:"problem",role:"alert",children:o.reason}),n("label",{children:[
"API key ",n("input",{ref:i,type:"password",autocomplete:"off",required:!0})]}),n("div",{class:"actions",children:n("button",{type:"submit",class:"primary",children:"\
Open the console"})})]})}function lo({current:e}){let{sections:t}=m().store,o=P(null);return T(()=>o.current.querySelector("[aria-current]")?.scrollIntoView({block:"nearest",inline:"cen\
ter"}),[e]),n("nav",{"aria-label":"Views",children:n("ul",{ref:o,children:se.map(({name:s,title:i,count:r})=>n("li",{children:n("a",{href:C(s),"aria-current":s===
e?"page":void 0,children:[i,r&&t?n("span",{class:"count",children:r(t)}):null]})},s))})})}function uo(){let{store:e}=m();return n("div",{class:"toasts",role:"log","aria-label":"Messages",children:e.toasts.map(({id:t,kind:o,text:s})=>n("p",{class:o,role:o===
"error"?"alert":void 0,children:[s,n("button",{type:"button",class:"quiet","aria-label":"Dismiss",onClick:()=>e.dismiss(t),children:"×"})]},t))})}var mn=[[10,"10 s"],[60,"1 min"],[3600,"1 h"],[86400,"1 day"]],dn=[1,10,60,600];function po(){let{api:e,store:t}=m(),o=Se(),[s,i]=w("300"),{rate:r,speed:a}=t.clock,
c=u=>t.attempt(()=>e.send("POST","clock",u)),p=u=>{u.preventDefault(),c({advance:Number(s)})};return n("div",{class:"clock",children:[n("button",{type:"button",
popovertarget:"clock","aria-label":`Clock: ${oe(o)}, ${co(r,a)}`,children:[n("time",{class:"mono",children:oe(o)})," ",n("span",{class:"tag",children:co(r,a)}),
" ",n("span",{class:"dim","aria-hidden":"true",children:"▾"})]}),n("section",{id:"clock",popover:"auto","aria-label":"Clock",children:[n("h2",{children:"Clock\
 of the sandbox"}),n("p",{children:hn(r,a)}),n("div",{class:"actions",role:"group","aria-label":"Advance the clock",children:mn.map(([u,f])=>n("button",{type:"b\
utton",onClick:()=>c({advance:u}),children:["+",f]},u))}),n("form",{class:"actions",onSubmit:p,children:[n("label",{children:["Seconds ",n("input",{type:"number",
min:"0",step:"any",required:!0,value:s,onInput:u=>i(u.currentTarget.value)})]}),n("button",{type:"submit",children:"Advance"})]}),r>0&&n("div",{class:"actions",
role:"group","aria-label":"Speed of the clock",children:dn.map(u=>n("button",{type:"button","aria-pressed":u===r,onClick:()=>c({rate:u}),children:[u,"×"]},u))})]})]})}
function co(e,t){return t===null?"instant":e===0?"manual":`${e}×`}function hn(e,t){if(t===null)return"Instant: each request is a millisecond later, and jobs ar\
e finished by the next request.";if(e===0)return"Manual: it moves only when it is advanced.";let o=e===1?"It follows real time.":`It runs ${e} times as fast as \
real time.`;return t===1?o:`${o} Jobs are ${t} times as fast as on the platform.`}var bn={connecting:"Connecting…",live:"Live",lost:"Disconnected",silent:"Not responding",locked:"Locked"};function fo(){let{store:e}=m();return n("header",{class:"\
bar",children:[n("a",{class:"brand",href:"#/",children:["Move ",n("b",{children:"sandbox"})]}),n("span",{class:`connection ${e.status}`,role:"status",children:bn[e.
status]}),e.clock&&n(po,{}),e.sections&&n(vn,{})]})}function vn(){let{api:e,store:t}=m(),o=P(null);return n(d,{children:[n("button",{type:"button",class:"quiet",
onClick:()=>o.current.showModal(),children:"Reset…"}),n("dialog",{ref:o,"aria-labelledby":"reset-title",children:[n("h2",{id:"reset-title",children:"Reset the\
 sandbox?"}),n("p",{children:"All files, takes, volumes, jobs, webhooks, requests and faults are deleted. The clock goes on. Ids start again, so the next object\
s have the ids of the first ones."}),n("div",{class:"actions",children:[n("button",{type:"button",onClick:()=>o.current.close(),children:"Cancel"}),n("button",{
type:"button",class:"danger",onClick:()=>{o.current.close(),t.attempt(()=>e.send("POST","reset"),"The sandbox is empty again.")},children:"Reset"})]})]})]})}function _o({api:e,store:t,connection:o}){jt(t);let s=gn(),i=se.find(({name:c})=>c===s.view)??se[0],r=P(null),a=C(i.name,s.id);return T(()=>{document.title=`${i.
title} – Move sandbox`},[i]),kn(r,a),ro(r),n(Xe.Provider,{value:{api:e,store:t,connection:o},children:[n("a",{class:"skip",href:"#content",onClick:c=>wn(c,r),
children:"Skip to content"}),n(fo,{}),n("div",{class:"frame",children:[n(lo,{current:i.name}),n("main",{id:"content",children:t.sections?n(i.Page,{id:s.id,heading:r},
a):n(yn,{status:t.status,heading:r})})]}),n(io,{}),n(uo,{}),n("p",{class:"unseen",role:"status",children:t.news})]})}function yn({status:e,heading:t}){return e===
"locked"?n(ao,{heading:t}):n("h1",{class:"waiting",tabIndex:-1,ref:t,children:e==="connecting"?"Connecting…":"The sandbox cannot be reached"})}function gn(){let[
e,t]=w(()=>Qe(location.hash));return T(()=>{let o=()=>t(Qe(location.hash));return addEventListener("hashchange",o),()=>removeEventListener("hashchange",o)},[]),
e}function kn(e,t){let o=P(!0);T(()=>{o.current||(e.current?.focus({preventScroll:!0}),scrollTo(0,0)),o.current=!1},[t])}function wn(e,t){e.preventDefault(),t.current?.
focus()}var mo=new ke,ho=new de,bo=new be(ho,mo);gt(n(_o,{api:ho,store:mo,connection:bo}),document.body);bo.start();
